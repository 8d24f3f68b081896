"""Each method's throttle, as its route declares it; infra/apis.py writes them into a packaged template.

A number for each method, since API Gateway says of one for all of them neither that it is shared nor that it is not;
what is left for all is what the account has (chalicelib/core/http/rates.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.core.http.rates import ACCOUNT, OTHERS, Rate
from chalicelib.core.http.routes import REGISTRY


def settings(paths: Mapping[str, Iterable[str]], prefix: str = "") -> list[dict[str, Any]]:
    """One for all methods, then one for each of the paths' methods. prefix: what stands before an API's paths.

    Metrics are the stage's: those of a method would cost for each.
    """
    declared = {(route.path, route.method): route.rate for route in REGISTRY}
    methods = sorted((path, method.upper()) for path, methods in paths.items() for method in methods)
    return [
        _setting("*", "/*", ACCOUNT),
        *(_setting(method, _escaped(path), declared.get((prefix + path, method), OTHERS)) for path, method in methods),
    ]


def _escaped(path: str) -> str:
    """As CloudFormation wants it: the first slash as it is, then every slash as ~1."""
    return "/" + path.replace("/", "~1")


def _setting(method: str, path: str, rate: Rate) -> dict[str, Any]:
    limits = {"ThrottlingRateLimit": rate.a_second, "ThrottlingBurstLimit": rate.burst}
    return {"HttpMethod": method, "ResourcePath": path, "MetricsEnabled": False, **limits}
