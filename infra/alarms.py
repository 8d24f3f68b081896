"""Who hears the alarms of a stack: addresses that its topic is subscribed by."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
HTTPS = re.compile(r"https://[^\s]+")
QUESTION = "Where shall alarms go? A mail address, or an address with https:// (nothing for nobody): "
NOBODY = "alarms: nobody hears them yet; run this again with --alarms ADDRESS"
UNCONFIRMED = "hears nothing yet: open the link in the message that AWS sends there"


class NoAddress(Exception):
    """What was given is no address that alarms can go to; the text says what is."""


def hear(sns: Any, topic: str, address: str, ask: Callable[[str], str]) -> str:
    """Let an address hear a topic; answers who hears it then, in a line for whoever runs the command.

    address: '' asks, but only while nobody hears it. ask: answers '' when nobody is there to be asked. Raises
    NoAddress, ClientError.
    """
    if not topic:
        return "alarms: the stack has no topic; deploy it anew, then run this again"
    there = _subscribed(sns, topic)
    wanted = address or ("" if there else ask(QUESTION).strip())
    # Asked anew for one that is not confirmed, SNS sends its message once more.
    if wanted and not there.get(wanted):
        sns.subscribe(TopicArn=topic, Protocol=protocol(wanted), Endpoint=wanted, ReturnSubscriptionArn=True)
        there[wanted] = False
    told = [one if hears else f"{one} ({UNCONFIRMED})" for one, hears in there.items()]
    return f"alarms go to: {', '.join(told)}" if told else NOBODY


def asked(question: str) -> str:
    """What a person at the terminal answers, '' when there is none; standard input may be the settings."""
    try:
        with open("/dev/tty", "r+", encoding="utf-8") as terminal:
            terminal.write(question)
            terminal.flush()
            return terminal.readline().strip()
    except OSError:
        return ""


def protocol(address: str) -> str:
    """How SNS reaches an address. Raises NoAddress."""
    if MAIL.fullmatch(address):
        return "email"
    if HTTPS.fullmatch(address):
        return "https"
    raise NoAddress(f"{address!r} is no mail address, and none that begins with https://")


def _subscribed(sns: Any, topic: str) -> dict[str, bool]:
    """Who is to hear a topic, and whether they do: in place of an ARN stands what they wait for."""
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    found = [each for page in pages for each in page["Subscriptions"]]
    return {each["Endpoint"]: each["SubscriptionArn"].startswith("arn:") for each in found}
