"""The deployed stack as the wizard reaches it: with the rights of whoever runs it, and no function's."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import boto3

from chalicelib.core.config import config
from chalicelib.core.context import new_ctx
from chalicelib.setup import service
from chalicelib.setup.shapes import SetupLine
from infra import provision, reconcile, recount
from infra.pointing import point_at
from infra.provision import Corps
from infra.settings import CorpSettings

ROWS = {
    "SIYU_MAIN_TABLE": "MainTable",
    "SIYU_FACTS_TABLE": "FactsTable",
    "SIYU_INBOX_TABLE": "InboxTable",
    "SIYU_JOB_QUEUE_URL": "JobQueue",
}
# The stack's own parameters, which its functions have as settings: where the platforms are, and what time it is.
PARAMETERS = {
    "Stage": "SIYU_STAGE",
    "PublicUrl": "SIYU_PUBLIC_URL",
    "WecomUrl": "SIYU_WECOM_URL",
    "WechatUrl": "SIYU_WECHAT_URL",
    "WechatPayUrl": "SIYU_WECHATPAY_URL",
    "ClockUrl": "SIYU_CLOCK_URL",
}


class Cloud(Protocol):
    """What the wizard does with a stack."""

    @property
    def public(self) -> str:
        """The stack's own address."""

    def corps(self) -> Corps:
        """The corps that are there, with what they have."""

    def write(self, key: str, to: Callable[[Corps], CorpSettings]) -> None:
        """Write what `to` makes of the corps that are there at this moment, as a corp's settings; the others stay."""

    def begin(self, key: str) -> None:
        """Begin the first import, and what a corp has each hour and night."""

    def lines(self, key: str) -> list[SetupLine]:
        """What shows itself: callbacks, and how far the import is."""


class Deployed:
    """A stack in AWS, or the local one."""

    def __init__(self, stack: str) -> None:
        """Raises ClientError, BotoCoreError, ProvisionError for one that cannot be reached or is none of ours."""
        cloudformation = boto3.client("cloudformation")
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        self._stack = stack
        self._where = provision.named(provision.outputs_of(cloudformation, stack), stack)
        self._secrets: Any = boto3.client("secretsmanager")
        point_at(stack, ROWS)
        self._set({one["ParameterKey"]: one["ParameterValue"] for one in found.get("Parameters", [])})

    @staticmethod
    def _set(parameters: Mapping[str, str]) -> None:
        for name, setting in PARAMETERS.items():
            if parameters.get(name):
                os.environ[setting] = parameters[name]
        config.cache_clear()

    @property
    def public(self) -> str:
        """See Cloud."""
        return config().public_url

    def corps(self) -> Corps:
        """See Cloud. Raises ProvisionError, ClientError."""
        return provision.known(self._secrets, self._where)

    def write(self, key: str, to: Callable[[Corps], CorpSettings]) -> None:
        """See Cloud. Raises ProvisionError, ClientError."""
        provision.change(self._secrets, self._where, lambda corps: {key: to(corps)})

    def begin(self, key: str) -> None:
        """See Cloud. Raises ClientError."""
        reconcile.begin(self._stack, [key])
        recount.begin(self._stack, [key])
        reconcile.ask(self._stack, key)

    def lines(self, key: str) -> list[SetupLine]:
        """See Cloud. Raises ClientError."""
        return service.by_themselves(new_ctx(key, "system:onboard", "onboard"))
