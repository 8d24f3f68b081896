"""Access tokens of platforms, one a corp and app, shared by all instances."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage import records


class StoredToken(msgspec.Struct, frozen=True):
    """A token, and until when it is good."""

    token: str
    good_until: Moment


def stored(name: str) -> StoredToken | None:
    """The token kept under `name` (a key that names corp and app), read consistently. 1 RU."""
    item = records.get(name)
    return StoredToken(item["token"]["S"], Moment(item["good_until"]["S"])) if item else None


def keep(ctx: Ctx, name: str, token: StoredToken) -> None:
    """Keep a token in the place of an older one. 1 WU."""
    item = {
        "pk": {"S": name},
        "sk": {"S": records.SK},
        "token": {"S": token.token},
        "good_until": {"S": token.good_until},
        "ttl": records.ttl(ctx.now + timedelta(days=1)),
    }
    aws.client("dynamodb").put_item(TableName=config().inbox_table, Item=item)
