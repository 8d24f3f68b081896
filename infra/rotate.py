"""python -m infra.rotate --stack siyu-prod: new keys for sessions and cursors, which end nobody's session.

The new keys are first written as coming, which every function takes and none signs with; when all have read of them
(two minutes) they come into force, and the former are taken until the last session that was signed with them is over.
Broken off in between, run it again: it goes on with the keys that are coming.

--at-once is for a key that somebody has got hold of: the old ones are worth nothing from then on, everybody signs in
again, and lists that are open begin anew. For up to a minute some functions still take the old and refuse the new.

Only the session and cursor keys are the stack's own to rotate. Callback keys, APIv3 keys and apps' secrets are changed
where they are made and then provisioned; an index key is never changed (docs/runbook/rotation.md).
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.http.session import MEMBER_SESSION, OPERATOR_SESSION
from chalicelib.core.moments import iso, moment
from chalicelib.core.ops.secrets import KEPT_SECONDS, FormerKeys, Keys, Power, Sessions
from infra import provision

# Every function reads its secrets again after a minute; twice that, since clocks and reads take their time.
READ_BY_ALL = timedelta(seconds=2 * KEPT_SECONDS)
LONGEST_SESSION = max(OPERATOR_SESSION, MEMBER_SESSION)


class RotateError(Exception):
    """The keys were not changed; the text says why and what to do, and holds no key."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m infra.rotate", description="Give a stack new keys for sessions.")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--at-once", action="store_true", help="a key was stolen: end every session now")
    options = parser.parse_args()
    session = boto3.session.Session(region_name=options.region)
    try:
        where = provision.named(provision.outputs_of(session.client("cloudformation"), options.stack), options.stack)
        secret = Secret(session.client("secretsmanager"), where[Power.SESSIONS])
        print(replace(secret) if options.at_once else rotate(secret))
    except (RotateError, provision.ProvisionError, ClientError, BotoCoreError) as error:
        sys.exit(f"rotate: {error}")


class Secret:
    """The secret that holds the stack's own keys."""

    def __init__(self, secretsmanager: Any, name: str) -> None:
        self._manager = secretsmanager
        self._name = name

    def read(self) -> Sessions:
        """What it holds. Raises RotateError for a stack that was never provisioned."""
        try:
            held = msgspec.json.decode(
                self._manager.get_secret_value(SecretId=self._name)["SecretString"], type=Sessions
            )
        except msgspec.MsgspecError:
            raise RotateError("the secret of sessions holds something else than keys; nothing was changed") from None
        if not held.cursor_key:
            raise RotateError("the stack was never provisioned: python -m infra.provision first")
        return held

    def write(self, sessions: Sessions) -> None:
        """Let it hold these."""
        self._manager.put_secret_value(SecretId=self._name, SecretString=msgspec.json.encode(sessions).decode())


def rotate(
    secret: Secret,
    wait: Callable[[float], None] = time.sleep,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> str:
    """New keys with an overlap; answers until when the former are taken. Raises RotateError, ClientError."""
    held = secret.read()
    if held.former and clock() < moment(held.former.until):
        raise RotateError(
            f"sessions of the last rotation live until {held.former.until}: rotate again after that. If a key was "
            "stolen, --at-once ends them all now"
        )
    coming = held.coming or _new()
    if held.coming is None:
        secret.write(msgspec.structs.replace(held, coming=coming, former=None))
    print(f"new keys are coming; in {READ_BY_ALL.seconds} seconds every function knows of them …", flush=True)
    wait(READ_BY_ALL.total_seconds())
    held = secret.read()
    # Others that came meanwhile, after an --at-once, are not known to every function yet.
    if held.coming != coming:
        raise RotateError("somebody else has rotated meanwhile; nothing more was changed")
    until = iso(clock() + LONGEST_SESSION + READ_BY_ALL)
    former = FormerKeys(session_key=held.session_key, cursor_key=held.cursor_key, until=until)
    secret.write(Sessions(session_key=coming.session_key, cursor_key=coming.cursor_key, former=former))
    return f"new keys are in force; sessions signed with the former are taken until {until}"


def replace(secret: Secret) -> str:
    """New keys and no other: every session ends. Raises RotateError, ClientError."""
    secret.read()
    fresh = _new()
    secret.write(Sessions(session_key=fresh.session_key, cursor_key=fresh.cursor_key))
    return "new keys are in force and the old ones worth nothing within a minute; everybody signs in again"


def _new() -> Keys:
    return Keys(session_key=secrets.token_urlsafe(48), cursor_key=secrets.token_urlsafe(48))


if __name__ == "__main__":
    main()
