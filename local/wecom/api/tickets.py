"""Tickets of pages inside WeCom (docs/platform G7)."""

from __future__ import annotations

import hashlib
import math

from local.servers.basics import Json
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.limits import HOUR

TICKET_LIVES = 7200
A_CORP, AN_APP = 400, 100


@api("get_jsapi_ticket", "GET")
def get_jsapi_ticket(call: Call) -> Json:
    """The corp's ticket: the same one inside its life. 400 an hour."""
    call.frequency.spend(call.corp.corp_id, "get_jsapi_ticket", HOUR, A_CORP)
    return _ticket(call, "corp")


@api("ticket/get", "GET")
def ticket_get(call: Call) -> Json:
    """An app's ticket, `type=agent_config`. 100 an hour."""
    if call.query.get("type") != "agent_config":
        raise ApiError(40035)
    call.frequency.spend(call.corp.corp_id, f"ticket/get {call.app.agent_id}", HOUR, AN_APP)
    return _ticket(call, f"app {call.app.agent_id}")


def _ticket(call: Call, whose: str) -> Json:
    period, into = divmod(call.world.time(), TICKET_LIVES)
    said = f"{call.corp.corp_id}\n{call.app.secret}\n{whose}\n{int(period)}"
    ticket = hashlib.sha512(said.encode()).hexdigest()[:86]
    return {"ticket": ticket, "expires_in": math.ceil(TICKET_LIVES - into)}
