"""Deploying to the local cloud on a machine that is so busy that an answer comes late."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local import cloud


class Formation:
    """CloudFormation, which has a stack or has none, and says something of what it is asked."""

    def __init__(self, status: str, code: str, message: str) -> None:
        self.status, self.waited = status, [""]
        self.refusal = ClientError({"Error": {"Code": code, "Message": message}}, "Stack")

    def describe_stacks(self, **_: Any) -> Any:
        return {"Stacks": [{"StackStatus": self.status}]}

    def _refuse(self, **_: Any) -> None:
        raise self.refusal

    create_stack = update_stack = _refuse

    def get_waiter(self, name: str) -> Any:
        self.waited.append(name)
        return self

    def wait(self, **_: Any) -> None:
        """It is done."""


@pytest.mark.parametrize(
    ("status", "code", "message", "verb"),
    [
        ("UPDATE_COMPLETE", "ValidationError", "No updates are to be performed.", "update"),
        ("DELETE_COMPLETE", "AlreadyExistsException", "Stack [siyu-local] already exists", "create"),
    ],
)
def test_a_request_that_was_sent_twice_is_waited_for(status: str, code: str, message: str, verb: str) -> None:
    """The first one's answer was late; what it began is what is waited for."""
    formation = Formation(status, code, message)
    cloud._put(formation, "url", {})
    assert formation.waited[-1] == f"stack_{verb}_complete"


def test_another_refusal_ends_the_deployment() -> None:
    """A template that is wrong is not waited for."""
    formation = Formation("UPDATE_COMPLETE", "ValidationError", "Template error: no such resource")
    with pytest.raises(ClientError, match="Template error"):
        cloud._put(formation, "url", {})
    assert formation.waited == [""]
