"""What a change of a live code's rows says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.facts import Told


def live_code(old: Any, new: Any) -> list[Told]:
    """A live code was created."""
    if old is not None or new is None:
        return []
    return [Told(kind="live_code.created", subject=f"live_code#{new.code}", data={"code": new.code, "name": new.name})]


def contact_way(old: Any, new: Any) -> list[Told]:
    """WeCom made a contact way."""
    if new is None or not new.config_id or (old is not None and old.config_id):
        return []
    data = {"code": new.code, "userid": new.userid}
    return [Told(kind="contact_way.made", subject=f"live_code#{new.code}", data=data, mark=new.userid)]


def welcome(old: Any, new: Any) -> list[Told]:
    """A welcome was settled: sent, or why not."""
    if new is None or new.outcome == "trying" or (old is not None and old.outcome == new.outcome):
        return []
    kind = "welcome.sent" if new.outcome in ("sent", "already") else "welcome.missed"
    data = {"userid": new.userid, "code": new.code, "outcome": new.outcome, "received_at": new.received_at}
    return [Told(kind=kind, subject=f"member#{new.member_id}", data=data, at=new.settled_at, mark=new.sk)]
