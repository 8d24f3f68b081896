"""Somebody hears the alarms, or whoever deploys is told that nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra import alarms
from tests.support.stack import set_environment

MAIL = "oncall@example.com"


@pytest.fixture
def sns() -> Iterator[Any]:
    """Topics without AWS."""
    set_environment()
    with mock_aws():
        yield boto3.client("sns")


@pytest.fixture
def topic(sns: Any) -> str:
    """The stack's own, which nobody hears yet."""
    return str(sns.create_topic(Name="alarms")["TopicArn"])


def nobody(question: str) -> str:
    """No terminal, or no answer."""
    return ""


def never(question: str) -> str:
    """Whoever said it already is not asked."""
    raise AssertionError(question)


def heard(sns: Any, topic: str) -> list[tuple[str, str]]:
    """Who hears a topic, and by what way."""
    found = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    return [(each["Protocol"], each["Endpoint"]) for each in found]


def test_whoever_answers_the_question_hears_the_alarms(sns: Any, topic: str) -> None:
    """Once the link is opened, which is said: nobody is asked again, nor is there a second subscription."""
    assert alarms.hear(sns, topic, "", lambda _: f" {MAIL}\n") == f"alarms go to: {MAIL} ({alarms.UNCONFIRMED})"
    assert alarms.hear(sns, topic, "", never) == f"alarms go to: {MAIL}"
    assert alarms.hear(sns, topic, MAIL, never) == f"alarms go to: {MAIL}"
    assert heard(sns, topic) == [("email", MAIL)]


def test_another_address_is_added_by_its_option(sns: Any, topic: str) -> None:
    """A mailbox and a robot, say."""
    alarms.hear(sns, topic, MAIL, never)
    robot = "https://robot.example.com/hook"
    assert alarms.hear(sns, topic, robot, never) == f"alarms go to: {MAIL}, {robot} ({alarms.UNCONFIRMED})"
    assert heard(sns, topic) == [("email", MAIL), ("https", robot)]


class Unopened:
    """A topic whose message lies unopened in a mailbox, as SNS tells it and moto does not."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return [{"Subscriptions": [{"Endpoint": MAIL, "SubscriptionArn": "PendingConfirmation"}]}]

    def subscribe(self, **asked: Any) -> None:
        self.sent.append(asked["Endpoint"])


def test_who_has_not_opened_the_link_is_not_said_to_hear_anything() -> None:
    """However often the command is run; named once more the address is sent another message."""
    sns = Unopened()
    for address, sent in (("", []), (MAIL, [MAIL])):
        assert alarms.hear(sns, "topic", address, never) == f"alarms go to: {MAIL} ({alarms.UNCONFIRMED})"
        assert sns.sent == sent


def test_a_topic_that_nobody_hears_is_told(sns: Any, topic: str) -> None:
    """In the last line of the command, with what to do."""
    assert "nobody hears them yet" in alarms.hear(sns, topic, "", nobody)
    assert "no topic" in alarms.hear(sns, "", "", never)
    assert heard(sns, topic) == []


@pytest.mark.parametrize("address", ["oncall", "http://robot.example.com", "a@b", "13800138000"])
def test_what_is_no_address_is_refused(sns: Any, topic: str, address: str) -> None:
    """A typing error would be an alarm that nobody hears."""
    with pytest.raises(alarms.NoAddress, match="no mail address"):
        alarms.hear(sns, topic, address, never)
    assert heard(sns, topic) == []
