"""What a function's role may do on the local cloud: read it, take a right away for a while, act with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import botocore.session
from botocore.exceptions import ClientError

from local import cloud
from local.places import Places
from local.stories.tale import PromiseBroken, Tale

DENIALS = {"AccessDenied", "AccessDeniedException"}


class Policy(NamedTuple):
    """A policy of a function's role, with its document as IAM has it."""

    role: str
    name: str
    document: dict[str, Any]


def policies(tale: Tale) -> list[Policy]:
    """Every policy of every function's role that allows something; without a network one of them forbids only."""
    iam = cloud.client(tale.stack.places, "iam")
    listed: list[Policy] = []
    for role in iam.list_roles()["Roles"]:
        for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name)["PolicyDocument"]
            parsed = document if isinstance(document, dict) else json.loads(document)
            if any(statement["Effect"] == "Allow" for statement in parsed["Statement"]):
                listed.append(Policy(role["RoleName"], name, parsed))
    return listed


@contextmanager
def without(tale: Tale, function: str, sid: str) -> Iterator[None]:
    """The function's role without one statement of its policy, until the block ends."""
    iam = cloud.client(tale.stack.places, "iam")
    role, name, document = _policy_of(tale, function)
    kept = [statement for statement in document["Statement"] if statement["Sid"] != sid]
    tale.promise(len(kept) == len(document["Statement"]) - 1, f"the policy of {function} has a statement {sid}")
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps({**document, "Statement": kept}))
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(document))


def acting_as(tale: Tale, function: str, service: str) -> Any:
    """A client of `service` with the rights of a function and no others."""
    role = _policy_of(tale, function).role
    arn = cloud.client(tale.stack.places, "iam").get_role(RoleName=role)["Role"]["Arn"]
    sts = cloud.client(tale.stack.places, "sts")
    credentials = sts.assume_role(RoleArn=arn, RoleSessionName="story")["Credentials"]
    return _client(tale.stack.places, service, credentials)


def _client(places: Places, service: str, credentials: dict[str, str]) -> Any:
    return botocore.session.get_session().create_client(
        service,
        region_name=cloud.REGION,
        endpoint_url=places.cloud_url,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def is_denied(call: Callable[[], Any]) -> bool:
    """True when `call` is denied for want of a right, False when it works. Other errors are raised."""
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] in DENIALS:
            return True
        raise
    return False


def _policy_of(tale: Tale, function: str) -> Policy:
    for policy in policies(tale):
        if f"-{function}Role" in policy.role:
            return policy
    raise PromiseBroken(f"{function} has no role of its own")
