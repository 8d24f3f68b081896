"""Lists by cursor and limit (docs/platform A1)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from local.servers.basics import Json
from local.wecom.api.checks import optional
from local.wecom.errors import ApiError

Item = TypeVar("Item")


def page(body: Json, items: Sequence[Item], default: int, most: int) -> tuple[list[Item], str]:
    """The part of a list that a body asks for, and the cursor of the next; a limit out of range becomes the default."""
    limit = optional(body, "limit", int, default)
    return cut(items, optional(body, "cursor", str, ""), limit if 1 <= limit <= most else default)


def cut(items: Sequence[Item], cursor: str, limit: int) -> tuple[list[Item], str]:
    """`limit` items from the cursor on, and the next cursor, empty at the end. Raises ApiError 50100."""
    first = _position(cursor)
    following = first + limit
    return list(items[first:following]), _cursor(following) if following < len(items) else ""


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def _position(cursor: str) -> int:
    """The position in a cursor; 50100 when it was not made by us (docs/platform A1)."""
    if not cursor:
        return 0
    try:
        mark, _, position = base64.urlsafe_b64decode(cursor).decode().partition(":")
        if mark != "at":
            raise ApiError(50100)
        return int(position)
    except (ValueError, binascii.Error) as error:
        raise ApiError(50100) from error
