"""WeCom in a few lines, for the tests that play hundreds of cases: answers at once, in process.

It keeps what matters there: a welcome code works once, marks are a set, and everything asked is on record.
The faithful judge is the sandbox; whatever passes here passes there in `tests/e2e`.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.platforms.wecom import transport


class Reply:
    """The part of urllib3's answer that the transport reads."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.status = 200
        self._raw = json.dumps(body).encode()

    def read(self, limit: int) -> bytes:
        return self._raw[:limit]

    def release_conn(self) -> None:
        """Nothing to give back."""


class WeComDouble:
    """Stands where the connection pool stands."""

    def __init__(self) -> None:
        self.used_codes: set[str] = set()
        self.marks: dict[tuple[str, str], set[str]] = {}
        self.asked: Counter[str] = Counter()
        self.ways: list[dict[str, Any]] = []
        self.tags: list[str] = []

    def request(self, method: str, url: str, body: bytes | None = None, **_: Any) -> Reply:
        parts = urlsplit(url)
        api = parts.path.removeprefix("/cgi-bin/").rpartition("/")[2]
        self.asked[api] += 1
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        answer = getattr(self, f"_{api}")({**query, **(json.loads(body) if body else {})})
        return Reply({"errcode": 0, "errmsg": "ok", **answer})

    def _gettoken(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"access_token": "token", "expires_in": 7200}

    def _send_welcome_msg(self, body: dict[str, Any]) -> dict[str, Any]:
        code = body["welcome_code"]
        if code in self.used_codes:
            return {"errcode": 41051}
        self.used_codes.add(code)
        return {}

    def _mark_tag(self, body: dict[str, Any]) -> dict[str, Any]:
        marks = self.marks.setdefault((body["userid"], body["external_userid"]), set())
        marks.update(body["add_tag"])
        marks.difference_update(body.get("remove_tag", []))
        return {}

    def _get(self, body: dict[str, Any]) -> dict[str, Any]:
        """A customer, or a member of staff: everybody who is asked about is there."""
        if "external_userid" not in body:
            return {"userid": body["userid"], "name": "", "status": 1}
        external = body["external_userid"]
        followers = [
            {"userid": userid, "tags": [{"tag_name": tag, "tag_id": tag} for tag in sorted(tags)]}
            for (userid, of), tags in sorted(self.marks.items())
            if of == external
        ]
        contact = {"name": f"客户{external[-1]}", "unionid": f"union-{external}"}
        return {"external_contact": contact, "follow_user": followers}

    def _add_contact_way(self, body: dict[str, Any]) -> dict[str, Any]:
        way = {"config_id": f"way{len(self.ways)}", "qr_code": "https://example.com/qr", **body}
        self.ways.append(way)
        return {name: way[name] for name in ("config_id", "qr_code")}

    def _get_corp_tag_list(self, _: dict[str, Any]) -> dict[str, Any]:
        tags = [{"id": tag, "name": tag} for tag in self.tags]
        return {"tag_group": [{"group_id": "g", "group_name": "g", "tag": tags}] if tags else []}


def use_double(monkeypatch: pytest.MonkeyPatch) -> WeComDouble:
    """Put the double where the platform is, for one test."""
    double = WeComDouble()
    monkeypatch.setattr(transport, "pool", lambda: double)
    return double
