"""Reading parameters the way the platform does: what is wrong with one is an ApiError with an errcode of its own."""

from __future__ import annotations

from typing import TypeVar, cast

from local.servers.basics import Json
from local.wecom.errors import ApiError

Kind = TypeVar("Kind", str, int, bool)


def optional(body: Json, name: str, kind: type[Kind], default: Kind) -> Kind:
    """A field of the right type, or its default when absent or null; else 40058."""
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ApiError(40058, f"{name} must be {kind.__name__}")
    return value


def required(body: Json, name: str, missing: int) -> str:
    """A non-empty text, else the given errcode."""
    value = optional(body, name, str, "")
    if not value:
        raise ApiError(missing)
    return value


def short(body: Json, name: str, limit: int, default: str = "") -> str:
    """A text of at most `limit` characters, else 40058."""
    value = optional(body, name, str, default)
    if len(value) > limit:
        raise ApiError(40058, f"{name} exceeds {limit} characters")
    return value


def limited(body: Json, name: str, limit: int, required_code: int | None = None) -> str:
    """A text of at most `limit` bytes, else 45002; missing is `required_code` if given."""
    value = optional(body, name, str, "")
    if not value and required_code is not None:
        raise ApiError(required_code, f"{name} is required")
    if len(value.encode()) > limit:
        raise ApiError(45002, f"{name} exceeds {limit} bytes")
    return value


def url(body: Json, name: str, is_required: bool) -> str:
    """An http(s) address of at most 2048 bytes: 40039 too long, 40094 without scheme (docs/platform D0)."""
    value = optional(body, name, str, "")
    if not value and not is_required:
        return ""
    if len(value.encode()) > 2048:
        raise ApiError(40039, name)
    if not value.startswith(("http://", "https://")):
        raise ApiError(40094, name)
    return value


def texts(body: Json, name: str, errcode: int = 40058) -> list[str]:
    """A list of texts, empty when absent; else the errcode."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ApiError(errcode, f"{name} must be a list of strings")
    return cast(list[str], value)


def objects(body: Json, name: str) -> list[Json]:
    """A list of objects, empty when absent; else 40058."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ApiError(40058, f"{name} must be a list of objects")
    return cast(list[Json], value)


def choice(body: Json, name: str, allowed: tuple[int, ...], missing: int, invalid: int) -> int:
    """A required number from a fixed set: one errcode for missing, one for any other value."""
    value = body.get(name)
    if value is None:
        raise ApiError(missing)
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise ApiError(invalid)
    return value
