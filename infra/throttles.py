"""python -m infra.throttles TEMPLATE: writes each method's throttle into a packaged template, as its route declares it.

A number for each method, since API Gateway says of one for all of them neither that it is shared nor that it is not;
what is left for all is what the account has (chalicelib/core/http/rates.py).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from chalicelib.core.http.rates import ACCOUNT, OTHERS, Rate
from chalicelib.core.http.routes import REGISTRY


def main() -> None:
    """Write them; the settings of the environment are those of packaging."""
    import app  # noqa: F401  registers every route

    path = Path(sys.argv[1])
    template = yaml.safe_load(path.read_text())
    api = template["Resources"]["RestAPI"]["Properties"]
    api["MethodSettings"] = settings(api["DefinitionBody"]["paths"])
    path.write_text(yaml.safe_dump(template, sort_keys=False, allow_unicode=True, width=1000))


def settings(paths: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """One for all methods, then one for each of the paths' methods.

    Metrics are the stage's: those of a method would cost for each.
    """
    declared = {(route.path, route.method): route.rate for route in REGISTRY}
    methods = sorted((path, method.upper()) for path, methods in paths.items() for method in methods)
    return [
        _setting("*", "/*", ACCOUNT),
        *(_setting(method, _escaped(path), declared.get((path, method), OTHERS)) for path, method in methods),
    ]


def _escaped(path: str) -> str:
    """As CloudFormation wants it: the first slash as it is, then every slash as ~1."""
    return "/" + path.replace("/", "~1")


def _setting(method: str, path: str, rate: Rate) -> dict[str, Any]:
    limits = {"ThrottlingRateLimit": rate.a_second, "ThrottlingBurstLimit": rate.burst}
    return {"HttpMethod": method, "ResourcePath": path, "MetricsEnabled": False, **limits}


if __name__ == "__main__":
    main()
