"""What is offered of many items at once: to rooms that list them by what is approved."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.content import item_rows
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentBody, Kind
from chalicelib.content.states import ItemState, VersionState
from chalicelib.core.context import Ctx


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """An item as it is offered. version, body: what may be sent now; None where nothing may: no version is approved, or
    the one that was approved last was recalled. latest, status, newest: of the newest version.
    """

    item_id: ContentId
    name: str
    kind: Kind
    state: ItemState
    version: int | None
    body: ContentBody | None
    latest: int
    status: VersionState
    newest: ContentBody


def offered(ctx: Ctx, item_ids: Sequence[ContentId]) -> dict[ContentId, Offered]:
    """Each of these items as it is offered, by its id; an unknown one is left out. May be a second old.

    0.5 RU an item and 0.5 RU for every 4 KB of its approved version and of one that is newer; two calls for 50.
    """
    found = {}
    for item, version, newest in item_rows.approved_of(ctx, item_ids):
        may_be_sent = version if version and version.status is VersionState.APPROVED else None
        found[item.item_id] = Offered(
            item_id=item.item_id,
            name=item.name,
            kind=item.form,
            state=ItemState.ARCHIVED if item.archived_at else ItemState.ACTIVE,
            version=may_be_sent.version if may_be_sent else None,
            body=may_be_sent.body if may_be_sent else None,
            latest=item.latest,
            status=newest.status if newest else VersionState.DRAFT,
            newest=newest.body if newest else ContentBody(),
        )
    return found
