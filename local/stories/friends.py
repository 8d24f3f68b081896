"""Customers who have joined and signed in: what the later stories begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from local import demo
from local.stories.tale import Tale
from local.web import Client


@dataclass
class Friend:
    """A customer who is a friend of a member of staff."""

    tale: Tale
    id: str
    name: str
    external_userid: str
    userid: str

    def signed_in(self) -> Client:
        """Our API as this customer sees it from the mini-program, after signing in now: sessions end with time."""
        session = self._session()
        return Client(self.tale.stack.places.url, session["token"])

    def member_id(self) -> str:
        """The member that they are to us."""
        return str(self._session()["member_id"])

    def _session(self) -> dict[str, Any]:
        stack = self.tale.stack
        login = stack.sandbox.post(f"/customers/{self.id}/login-code", {"appid": stack.corp.mini_appid}, status=200)
        session: dict[str, Any] = stack.api.post("/mini/v1/sessions", {"corp": demo.KEY, "js_code": login["js_code"]})
        return session


def befriended(
    tale: Tale, operator: Client, names: Iterable[str], staff: Iterable[str] = ("lily",), tag_ids: Sequence[str] = ()
) -> list[Friend]:
    """New customers of these names who added the staff in turn by a live code that tags them; all can sign in."""
    made = operator.post(
        "/admin/v1/live-codes",
        {
            "name": f"顾问名片 {tale.mark}",
            "staff": [{"userid": userid, "weight": 1} for userid in staff],
            "welcome": {"text": "你好，我是溪雨茶铺的顾问。"},
            "tag_ids": list(tag_ids),
        },
        tale.key("friends' code"),
    )
    ways = tale.until(lambda: _ways(operator, made["code"]), "the live code is ready")
    friends = [_add(tale, name, ways[number % len(ways)]) for number, name in enumerate(names)]
    wanted = {_full_name(tale, friend.name) for friend in friends}
    tale.until(lambda: wanted <= _known(operator), "every friend is known to us, with their name", 60)
    return friends


def _full_name(tale: Tale, name: str) -> str:
    """The name that a customer of this telling has at WeCom."""
    return f"{name} {tale.mark[:4]}"


def _ways(operator: Client, code: str) -> list[dict[str, Any]]:
    live_code = operator.get(f"/admin/v1/live-codes/{code}")
    ways: list[dict[str, Any]] = live_code["contact_ways"] if live_code["status"] == "ready" else []
    return sorted(ways, key=lambda way: way["userid"])


def _add(tale: Tale, name: str, way: dict[str, Any]) -> Friend:
    customer = tale.stack.sandbox.post("/customers", {"name": _full_name(tale, name)}, status=200)
    body = {"config_id": way["config_id"]}
    added = tale.stack.sandbox.post(f"/customers/{customer['id']}/add", body, status=200)
    return Friend(tale, customer["id"], name, added["external_userid"], way["userid"])


def _known(operator: Client) -> set[str]:
    """The names of members whose profile has been read, which is also when their sign-in works."""
    return {line["name"] for line in operator.get("/admin/v1/members?limit=100")["items"] if line["name"]}
