"""Each method's throttle, as its route's kind has it; infra/apis.py writes them into a packaged template.

A number for each method, since API Gateway says of one for all of them neither that it is shared nor that it is not;
what is left for all is what the account has (chalicelib/core/http/rates.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.core.http.rates import ACCOUNT, OTHERS, Rate, fit, fitted
from chalicelib.core.http.routes import REGISTRY

Method = tuple[str, str]


def throttles(names: Iterable[Method]) -> dict[Method, Rate]:
    """What each method of all APIs takes, by path and method; what is no route is one of the others."""
    declared = {(route.path, route.method): route.rate for route in REGISTRY}
    rates = {name: declared.get(name, OTHERS) for name in names}
    fits = fit(rates.values())
    return {name: fitted(rate, fits) for name, rate in rates.items()}


def settings(rates: Mapping[Method, Rate], prefix: str, paths: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    """One for all methods, then one for each of the paths' methods. prefix: what stands before an API's paths.

    Metrics are the stage's: those of a method would cost for each.
    """
    methods = sorted(named(paths))
    return [
        _setting("*", "/*", ACCOUNT),
        *(_setting(method, _escaped(path), rates[prefix + path, method]) for path, method in methods),
    ]


def named(paths: Mapping[str, Iterable[str]], prefix: str = "") -> list[Method]:
    """The methods of an API's paths, as routes are called."""
    return [(prefix + path, method.upper()) for path, methods in paths.items() for method in methods]


def _escaped(path: str) -> str:
    """As CloudFormation wants it: the first slash as it is, then every slash as ~1."""
    return "/" + path.replace("/", "~1")


def _setting(method: str, path: str, rate: Rate) -> dict[str, Any]:
    limits = {"ThrottlingRateLimit": rate.a_second, "ThrottlingBurstLimit": rate.burst}
    return {"HttpMethod": method, "ResourcePath": path, "MetricsEnabled": False, **limits}
