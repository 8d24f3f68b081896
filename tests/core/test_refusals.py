"""An errand ends by what a later try would do: again and unknown come again, never ends at once and is told."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.core.errors import AppError, NotFound, UpstreamUnknown
from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ops import metrics
from chalicelib.platforms.wechatpay.errors import PayRefused
from chalicelib.platforms.wecom.errors import refusal
from tests.support import flows
from tests.support.drain import SQS_RECORD
from tests.support.stack import Stack


@errand("ask_the_moon", SendLane.MARKS)
class AskTheMoon(Errand, frozen=True, kw_only=True):
    """A call that a platform refuses."""


def _ends(patch: pytest.MonkeyPatch, error: AppError, function: Any) -> tuple[bool, int]:
    """Whether a refused errand comes again, and how many refusals for good were counted."""
    counted: Counter[str] = Counter()
    patch.setattr(metrics, "count", lambda metric, value=1, **_: counted.update([metric]))

    def refuse(ctx: Any, asked: Any) -> None:
        raise error

    flows.on_errand(patch, AskTheMoon.name, refuse, AskTheMoon)
    body = json.dumps({"corp": "demo", "cause": "c", "errand": AskTheMoon.name, "version": 1, "args": {}})
    answer = function({"Records": [{**SQS_RECORD, "messageId": "m", "body": body}]}, "r")
    return bool(answer["batchItemFailures"]), counted["RefusedForGood"]


@pytest.mark.parametrize(
    ("error", "ends"),
    [
        (refusal("x", 41054), (False, 1)),
        (refusal("x", 99999), (False, 1)),
        (refusal("x", 45009), (True, 0)),
        (refusal("x", 40001), (True, 0)),
        (UpstreamUnknown(), (True, 0)),
        (NotFound(), (True, 0)),
    ],
)
def test_a_platforms_never_ends_at_once_and_is_told(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, error: AppError, ends: tuple[bool, int]
) -> None:
    """What the platform will say again is not asked again; what it may take later, or never answered, is."""
    assert _ends(monkeypatch, error, functions.send_marks) == ends


def test_money_is_not_let_go_of_without_a_letter(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever WeChat Pay says."""
    assert _ends(monkeypatch, PayRefused("refund", "PARAM_ERROR"), functions.send_money) == (True, 0)
