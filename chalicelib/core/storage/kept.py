"""Settings that operators keep whole: whoever sets them says which they saw, so that nobody's change is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.errors import SettingsChanged
from chalicelib.core.storage.attributes import IntAttribute
from chalicelib.core.storage.table import Made, Refused, change


class Kept(Made):
    """Settings. revision: grows each time somebody sets them; 0 while nobody has since it is counted."""

    revision = IntAttribute(default=0)


KeptType = TypeVar("KeptType", bound=Kept)


def keep(ctx: Ctx, row: KeptType, says: Sequence[Action], seen: int | None) -> KeptType:
    """Settings as they shall be, unless somebody set them since the revision `seen`; None: over whatever there is.

    1 WU. Raises SettingsChanged.
    """
    kind = type(row)
    try:
        return change(ctx, row, [kind.kind.set(kind), kind.revision.add(1), *says], _as_seen(kind, seen))
    except Refused as refused:
        there = refused.row(kind)
        if there and seen is not None and _is_our_own(ctx, there, seen):
            return there
        raise SettingsChanged(revision=there.revision if there else 0) from None


def _as_seen(kind: type[Kept], seen: int | None) -> Condition | None:
    if seen is None:
        return None
    return kind.revision == seen if seen else kind.revision.does_not_exist()


def _is_our_own(ctx: Ctx, there: Kept, seen: int) -> bool:
    """This very request set them, and only its answer was lost."""
    return (there.revision, there.cause, there.changed_by) == (seen + 1, ctx.cause, ctx.actor)
