"""python -m infra.apis TEMPLATE: makes `/admin` of a packaged template an API of its own, then writes of each how much
it takes and what it answers by itself.

API Gateway allows 300 resources an API, and Chalice makes one. What operators ask is more than half of it, so it moves
to AdminAPI, which infra/template.yaml has but for its paths: same function, same answers, same log. A domain leads to
both: it takes `admin` away from the front of a path (a base path mapping does), which is why it is missing in the
second API's paths; chalicelib/core/http/edge.py puts it back.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from infra import refusals, throttles
from infra.handlers import read

# Each API, and what stands before its paths.
APIS = {"RestAPI": "", "AdminAPI": "/admin"}
MAIN, ADMIN = APIS
# What Chalice says of an API as a whole.
SHARED = ("swagger", "schemes", "definitions")


def main() -> None:
    """Write both; the settings of the environment are those of packaging."""
    import app  # noqa: F401  registers every route

    path = Path(sys.argv[1])
    template = read(path)
    resources = template["Resources"]
    split(resources)
    paths = {name: resources[name]["Properties"]["DefinitionBody"]["paths"] for name in APIS}
    rates = throttles.throttles([one for name in APIS for one in throttles.named(paths[name], APIS[name])])
    for name, prefix in APIS.items():
        api = resources[name]["Properties"]
        api["MethodSettings"] = throttles.settings(rates, prefix, paths[name])
        api["GatewayResponses"] = refusals.answers(for_people=name == MAIN)
    path.write_text(yaml.dump(template, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000))


def split(resources: dict[str, Any]) -> None:
    """Move what is under `/admin` from the one API to the other. Each path is in one of them."""
    bodies = {name: resources[name]["Properties"]["DefinitionBody"] for name in APIS}
    before, paths = f"{APIS[ADMIN]}/", bodies[MAIN]["paths"]
    bodies[ADMIN] |= {name: bodies[MAIN][name] for name in SHARED}
    bodies[ADMIN]["paths"] = {
        path.removeprefix(APIS[ADMIN]): methods for path, methods in paths.items() if path.startswith(before)
    }
    bodies[MAIN]["paths"] = {path: methods for path, methods in paths.items() if not path.startswith(before)}


if __name__ == "__main__":
    main()
