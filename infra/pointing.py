"""Lets the product's own code, run by a person, work on a deployed stack."""

from __future__ import annotations

import os
from collections.abc import Mapping

import boto3

QUEUES = ("CALLBACK", "DUE", "DUE_BULK", "PROMISE", "PEOPLE", "MONEY", "MARKS", "MASS", "JOB")
POWERS = ("SESSIONS", "VERIFY", "PLATFORMS", "PAYMENTS", "INDEX")
NEEDED = (
    "STAGE",
    "MAIN_TABLE",
    "FACTS_TABLE",
    "COUNTERS_TABLE",
    "INBOX_TABLE",
    "FILES_BUCKET",
    *(f"{queue}_QUEUE_URL" for queue in QUEUES),
    *(f"{power}_SECRET" for power in POWERS),
)


def point_at(stack: str, resources: Mapping[str, str]) -> None:
    """Set the settings that name what is worked on, by the stack's logical ids; all others name nothing.

    Raises ClientError for a stack or resource that is not there.
    """
    cloudformation = boto3.client("cloudformation")
    for setting, resource in resources.items():
        answer = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=resource)
        os.environ[setting] = answer["StackResourceDetail"]["PhysicalResourceId"]
    for name in NEEDED:
        os.environ.setdefault(f"SIYU_{name}", "unused")
