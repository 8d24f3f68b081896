"""What the runbook tells to do by hand works."""

from __future__ import annotations

import json
import re

import pytest

import app
from chalicelib import clock
from chalicelib.core import aws
from chalicelib.core.config import config
from infra.repair import repair
from tests.support import make
from tests.support.markdown import ROOT, blocks
from tests.support.stack import Stack
from tests.support.state import items


def test_a_fact_deleted_and_derived_again_is_followed_again(stack: Stack) -> None:
    """What dead-facts says: the same fact is written again, and leads to the coupon that did not follow."""
    code = make.live_code(stack, coupon_template_id=make.coupon_template(stack).id)
    stack.platform.add(stack.platform.customer(), code["contact_ways"][0]["config_id"])
    stack.sandbox.deliver_all()
    stack.drain.callbacks()
    stack.drain.changes()
    stack.drain.facts.pending()
    stack.drain.facts.advance(set())  # given up: nothing followed
    (fact,) = [item for item in items(config().facts_table) if item["kind"]["S"] == "staff.added"]
    keys = {name: fact[name] for name in ("pk", "sk")}
    aws.client("dynamodb").delete_item(TableName=config().facts_table, Key=keys)
    assert repair()[1] == 1
    stack.drain()
    assert [item for item in items(config().facts_table) if item["kind"]["S"] == "staff.added"] == [fact]
    assert len([item for item in items(config().main_table) if item["kind"]["S"] == "coupon"]) == 1


def test_a_tick_can_be_started_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The payload on the page of tick-stopped is one that the function takes."""
    page = (ROOT / "docs" / "runbook" / "tick-stopped.md").read_text()
    (payload,) = [found for block in blocks(page) for found in re.findall(r"--payload '([^']+)'", block.text)]
    started: list[str] = []
    monkeypatch.setattr(clock, "tick", started.append)

    class Context:
        aws_request_id = "by-hand"

    app.tick(json.loads(payload), Context())
    assert started == ["by-hand"]
