"""The two queues: platform messages to work on, and calls to the platform to make."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx


def to_callbacks(pk: str, sk: str) -> None:
    """Ask for a stored callback to be worked on. The queue carries its key, never its content."""
    _send(config().callback_queue_url, {"pk": pk, "sk": sk})


def to_send(ctx: Ctx, task: str, **args: Any) -> None:
    """Ask for a call to the platform. Tasks are safe to run twice; `cause` says what they follow from."""
    _send(config().send_queue_url, {"corp": ctx.corp, "task": task, "args": args, "cause": ctx.cause})


def _send(url: str, message: dict[str, Any]) -> None:
    aws.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(message, ensure_ascii=False, sort_keys=True))
