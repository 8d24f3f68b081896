"""Stop the process right after each write of an adviser's day, restart, go on: for every k the same end."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.ids import ExternalUserId
from chalicelib.core.moments import iso
from tests.support import make
from tests.support.crash import Countdown, counting, drained, surely, ticked
from tests.support.http import Answer
from tests.support.make import Member, Thing
from tests.support.stack import Stack, running_stack
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
HOUR = 3600


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_in_the_side_bar_changes_nothing(place: str, every: int) -> None:
    """Tagged, noted, a coupon sent, a follow-up written, put off, told of and done: once each, and told of once."""
    with running_stack(place) as stack, counting() as countdown:
        make.operator(stack, "adviser", "liming")
        tag, template = make.tag(stack), make.coupon_template(stack, stock=1000)
        _day(stack, countdown, tag, template, 0)  # warms what is shared
        expected, writes = _day(stack, countdown, tag, template, 0)
        assert expected["kinds"] == {
            "coupon.issued": 1,
            "sidebar.taken": 1,
            "followup.written": 1,
            "followup.postponed": 1,
            "followup.done": 1,
        }
        assert expected["seen"] == {"tags": ["新客"], "notes": ["怕辣"], "coupons": 1, "open": 0}
        assert (expected["at_wecom"], expected["told"], expected["dead"]) == ([tag.id], 1, (0, 0, 0))
        assert 20 < writes < 90
        for k in range(1, writes + 1, every):
            assert _day(stack, countdown, tag, template, k)[0] == expected, f"crash after write {k} of {writes}"


def _day(stack: Stack, countdown: Countdown, tag: Thing, template: Thing, k: int) -> tuple[dict[str, Any], int]:
    """What is there at the end, and how many writes it took."""
    stack.clock.advance(24 * HOUR)  # a day of their own for each telling
    member = make.member(stack, f"顾客{k}")
    stack.work_off()
    stack.sandbox.world.state.app_messages.clear()
    stack.clock.advance(1)
    countdown.arm(k)
    due = stack.clock.now() + timedelta(hours=1)
    _asked(stack, countdown, member, "POST", "tags", {"add": [tag.id]})
    _asked(stack, countdown, member, "POST", "notes", {"text": "怕辣"})
    _asked(stack, countdown, member, "POST", "sendings", {"coupon_template": template.id})
    one = _asked(stack, countdown, member, "POST", "follow-ups", {"what": "回访", "due": iso(due)}).json()
    path = f"follow-ups/{one['followup_id']}"
    _asked(stack, countdown, member, "PUT", path, {"due": iso(due + timedelta(minutes=30))})
    drained(stack, countdown)
    for _ in range(2):
        stack.clock.advance(2 * HOUR)
        ticked(countdown)
        drained(stack, countdown)
    _asked(stack, countdown, member, "PUT", path, {"state": "done"})
    drained(stack, countdown)
    writes = countdown.seen
    countdown.arm(0)
    return _outcome(stack, member, tag), writes


def _asked(stack: Stack, countdown: Countdown, member: Member, method: str, what: str, body: Any) -> Answer:
    """The page asks again under its key until it is answered."""
    path = f"/staff/v1/contacts/{member.external_userid}/{what}"
    key = f"{what}-{member.id}"

    def ask() -> Answer:
        adviser = make.session(stack, "liming")
        return adviser.put(path, body) if method == "PUT" else adviser.post(path, body, idempotency_key=key)

    answer = surely(stack, countdown, ask)
    assert answer.status in (200, 201), answer.body
    return answer


def _outcome(stack: Stack, member: Member, tag: Thing) -> dict[str, Any]:
    owner, adviser = make.session(stack), make.session(stack, "liming")
    seen = adviser.get(f"/staff/v1/contacts/{member.external_userid}").json()
    events = owner.get(f"/admin/v1/members/{member.id}/timeline?limit=100").json()["items"]
    kinds = Counter(event["kind"] for event in events)
    relation = stack.sandbox.world.relation(CORP, "liming", ExternalUserId(member.external_userid))
    assert relation is not None
    messages = [str(one.content) for one in stack.sandbox.world.state.app_messages]
    return {
        "kinds": {kind: many for kind, many in kinds.items() if kind.partition(".")[0] not in ("member", "staff")},
        "tagged": kinds["member.tagged"],
        "seen": {
            "tags": seen["mine"]["tags"],
            "notes": [note["text"] for note in seen["notes"]],
            "coupons": len(seen["coupons"]),
            "open": sum(one["state"] == "open" for one in seen["follow_ups"]),
        },
        "at_wecom": relation.tags,
        "told": sum("跟进提醒" in message for message in messages),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
