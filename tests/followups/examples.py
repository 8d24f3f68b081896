"""The examples of follow-ups in the API's document."""

from __future__ import annotations

from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """One is written, looked at and put off."""
    owner = stack.operator()
    contact = f"/staff/v1/contacts/{names['external_userid']}/follow-ups"
    due = "2026-12-24T10:00:00+08:00"
    one = owner.post(contact, {"what": "生日前回访，提醒使用生日券", "due": due}).json()
    owner.put(f"{contact}/{one['followup_id']}", {"due": "2026-12-25T10:00:00+08:00"})
    owner.get("/staff/v1/follow-ups?when=open&limit=1")
    owner.get("/admin/v1/follow-ups?limit=1")
