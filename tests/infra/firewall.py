"""The rules of the firewall: who is let through uncounted, and who is counted however they write it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from chalicelib import rooms
from chalicelib.core.errors import SignInBusy
from chalicelib.core.http.routes import REGISTRY
from tests.infra.template import Template

Problems = Iterator[str]
DOORS = ("/wecom/callback/brand", "/pay/notify/brand")
# What an address might send to be let through with the platforms.
PASSING_FOR_DOORS = (
    "/wecom/callback/../../mini/v1/sessions",
    "/wecom/callback/%2e%2e/%2e%2e/mini/v1/sessions",
    "/wecom/callback/brand/../../../admin/v1/sessions",
    "/c/%2Fwecom%2Fcallback%2Fbrand",
    "/wecom/callback/brand;/mini/v1/sessions",
    "/mini/v1/sessions",
)
# Each way in by which a code is spent, and other ways of writing it.
SIGNING_IN = (
    "/admin/v1/sessions",
    "/staff/v1/sessions",
    "/mini/v1/sessions",
    "/admin/v1/signed-in",
    "/mini/v1/signed-in",
    "/mini/v1/sessions/",
    "/mini/v1/session%73",
    "/mini/v1/sessions/.",
    "/api/mini/v1//sessions%2F",
)


def the_firewall_lets_the_platforms_through(template: Template) -> Problems:
    """It is there when asked for, before the stage, and counts nothing of what WeCom and WeChat Pay send."""
    if template.content["Parameters"]["Waf"]["Default"] != "off":
        yield "the firewall costs money without being asked for"
    for name in ("Firewall", "FirewallBeforeTheApi", "FirewallBeforeTheAdminApi"):
        if template.resources.get(name, {}).get("Condition") != "HasWaf":
            yield f"{name} is there whatever the parameter says, or not at all"
    rules = _rules(template)
    first = min(rules.values(), key=lambda rule: int(rule["Priority"]))
    let_through = first["Statement"].get("RegexMatchStatement", {})
    if first["Action"] != {"Allow": {}} or let_through.get("TextTransformations") != [{"Priority": 0, "Type": "NONE"}]:
        yield "the platforms are counted like anybody, or somebody else's path becomes theirs"
    for path in (*DOORS, *(f"/api{path}" for path in DOORS)):
        if not re.search(let_through.get("RegexString", "$^"), path):
            yield f"{path} is counted like anybody's"
    others = [path for path, _ in template.paths() if path not in (door.replace("brand", "{corp}") for door in DOORS)]
    for path in (*PASSING_FOR_DOORS, *(_like(door, path) for door in DOORS for path in others)):
        if re.search(let_through.get("RegexString", ""), path):
            yield f"{path} is counted by nobody"


def _like(door: str, path: str) -> str:
    """A route's path with what is free in it filled in so that it ends as much like a door as it can."""
    parts, wanted = path.split("/"), door.split("/")
    return "/".join(
        wanted[place - len(parts)] if part.startswith("{") and len(parts) - place < len(wanted) else part
        for place, part in enumerate(parts)
    )


def the_firewall_counts_every_way_to_sign_in(template: Template) -> Problems:
    """Whatever spends a code, as API Gateway may read its path."""
    counted = _rules(template)["signing-in"]["Statement"]["RateBasedStatement"]["ScopeDownStatement"].get(
        "RegexMatchStatement", {}
    )
    change: dict[str, Callable[[str], str]] = {"URL_DECODE": unquote, "NORMALIZE_PATH": posixpath.normpath}
    for path in SIGNING_IN:
        read = path
        for step in counted.get("TextTransformations", []):
            read = change[step["Type"]](read)
        if not re.search(counted.get("RegexString", "$^"), read):
            yield f"{path} is not counted"
    rooms.blueprints()
    spending = {route.path for route in REGISTRY if SignInBusy in route.errors}
    yield from (f"{path} signs in and is not known here" for path in sorted(spending - set(SIGNING_IN)))


def _rules(template: Template) -> dict[str, dict[str, Any]]:
    return {one["Name"]: one for one in template.resources["Firewall"]["Properties"]["Rules"] if "Name" in one}
