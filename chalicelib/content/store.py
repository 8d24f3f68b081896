"""Rows of content and pictures, and the writes that decide: an edit, a step of the reviews."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.table import Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
BYTES = "bytes"


class ItemRow(Row, discriminator="content_item"):
    """A content item. latest: the number of its newest version."""

    item_id = UnicodeAttribute()
    name = UnicodeAttribute()
    form = UnicodeAttribute()
    latest = NumberAttribute()
    created_at = UnicodeAttribute()


class Step(MapAttribute[Any, Any]):
    """A step of a version's way; `request` names what took it, so that its repeat is known."""

    who = UnicodeAttribute()
    stage = UnicodeAttribute()
    verdict = UnicodeAttribute()
    reason = UnicodeAttribute()
    at = UnicodeAttribute()
    request = UnicodeAttribute()


class VersionRow(Row, discriminator="content_version"):
    """A version: what it says never changes, its status does, and `reviews` only grows.

    superseded_by: the newer version, set by the very transaction that made it. So this row alone says whether it may
    be sent, and it leaves the list of its status.
    """

    item_id = UnicodeAttribute()
    name = UnicodeAttribute()
    form = UnicodeAttribute()
    version = NumberAttribute()
    text = UnicodeAttribute()
    attachment = JSONAttribute(null=True)
    variables = JSONAttribute()
    channels = JSONAttribute()
    author = UnicodeAttribute()
    request = UnicodeAttribute()
    created_at = UnicodeAttribute()
    status = UnicodeAttribute()
    reviews = ListAttribute(of=Step)
    superseded_by = NumberAttribute(null=True)


class RulesRow(Row, discriminator="content_rules"):
    """A corp's own words and hosts."""

    extra_words = JSONAttribute()
    allowed_hosts = JSONAttribute()


class PictureRow(Row, discriminator="picture"):
    """A picture without its bytes. media_id: WeCom's name for it, good until media_until."""

    picture_id = UnicodeAttribute()
    name = UnicodeAttribute()
    media_type = UnicodeAttribute()
    width = NumberAttribute()
    height = NumberAttribute()
    size = NumberAttribute()
    created_at = UnicodeAttribute()
    media_id = UnicodeAttribute(default="")
    media_until = UnicodeAttribute(default="")


class BytesRow(Row, discriminator="picture_bytes"):
    """A picture's bytes, apart from what changes: a new media id does not write 180 KB again."""

    data = BinaryAttribute(legacy_encoding=False)


def _item_key(ctx: Ctx, item_id: str) -> str:
    return key(ctx, "content", item_id)


def _version_key(ctx: Ctx, item_id: str, version: int | str) -> tuple[str, str]:
    return _item_key(ctx, item_id), f"v#{str(version).zfill(5)}"


def _listed(ctx: Ctx, status: str) -> str:
    return key(ctx, "content_versions", status)


def _version_row(ctx: Ctx, item: ItemRow, number: int, status: str, body: dict[str, Any]) -> VersionRow:
    return VersionRow(
        *_version_key(ctx, item.item_id, number),
        item_id=item.item_id,
        name=item.name,
        form=item.form,
        version=number,
        author=ctx.who,
        request=ctx.cause,
        created_at=ctx.at,
        status=status,
        reviews=[],
        parent=_listed(ctx, status),
        place=ctx.at + item.item_id,
        **body,
    )


def create(ctx: Ctx, item_id: str, name: str, form: str, status: str, body: dict[str, Any]) -> VersionRow:
    """An item and its first version, together. Raises Refused when the id is taken."""
    item = ItemRow(_item_key(ctx, item_id), SELF, item_id=item_id, name=name, form=form, latest=1, created_at=ctx.at)
    item.parent, item.place = key(ctx, "content_items"), ctx.at + item_id
    version = _version_row(ctx, item, 1, status, body)
    transaction = Transaction(ctx)
    transaction.put_new(version)
    transaction.put_new(item)
    transaction.commit()
    return version


def edit(ctx: Ctx, item: ItemRow, based_on: int, status: str, body: dict[str, Any]) -> VersionRow:
    """A new version in the place of `based_on`, all of it or nothing.

    Raises Refused (the new version, the item, the old version) when another one is the latest.
    """
    version = _version_row(ctx, item, based_on + 1, status, body)
    old = VersionRow(*_version_key(ctx, item.item_id, based_on))
    transaction = Transaction(ctx)
    transaction.put_new(version)
    transaction.change(ItemRow(item.pk, item.sk), [ItemRow.latest.set(based_on + 1)], ItemRow.latest == based_on)
    transaction.change(
        old,
        [VersionRow.superseded_by.set(based_on + 1), VersionRow.parent.remove(), VersionRow.place.remove()],
        VersionRow.pk.exists() & VersionRow.superseded_by.does_not_exist(),
    )
    transaction.commit()
    return version


def item(ctx: Ctx, item_id: str) -> ItemRow | None:
    """One item without its versions. 0.5 RU."""
    return get(ItemRow, _item_key(ctx, item_id), SELF)


def items(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's items, newest first."""
    return page_by_parent(Row, key(ctx, "content_items"), limit, cursor, newest_first=True)


def in_status(ctx: Ctx, status: str, limit: int, cursor: str) -> Page:
    """The latest versions that are in a status, the longest in it first."""
    return page_by_parent(Row, _listed(ctx, status), limit, cursor)


def with_versions(ctx: Ctx, item_id: str) -> tuple[ItemRow, list[VersionRow]] | None:
    """An item and its versions, oldest first, in one consistent query."""
    rows: list[Any] = list(children(Row, _item_key(ctx, item_id), consistent=True))
    found = [row for row in rows if isinstance(row, ItemRow)]
    return (found[0], [row for row in rows if isinstance(row, VersionRow)]) if found else None


def version(ctx: Ctx, item_id: str, number: int | str) -> VersionRow | None:
    """One version, read consistently. 1 RU."""
    return get(VersionRow, *_version_key(ctx, item_id, number), consistent=True)


def step(ctx: Ctx, verdict: str, stage: str, reason: str) -> Step:
    """A step about to be taken."""
    given = {"who": ctx.who, "stage": stage, "verdict": verdict, "reason": reason, "at": ctx.at, "request": ctx.cause}
    return Step(**given)  # type: ignore[no-untyped-call]


def advance(
    ctx: Ctx, item_id: str, number: int | str, step: Step, given: Sequence[str], status: str, *, by_author: bool = True
) -> VersionRow:
    """Take a step: from one of the `given` statuses to `status`, on the latest version alone. 1 WU +2.

    by_author: whether the version's author may take it. Raises Refused with the version as it is.
    """
    actions = [
        VersionRow.status.set(status),
        VersionRow.reviews.set(VersionRow.reviews.append([step])),
        VersionRow.parent.set(_listed(ctx, status)),
        VersionRow.place.set(ctx.at + item_id),
    ]
    allowed = VersionRow.status.is_in(*given) & VersionRow.superseded_by.does_not_exist()
    if not by_author:
        allowed &= VersionRow.author != ctx.who
    return change(ctx, VersionRow(*_version_key(ctx, item_id, number)), actions, allowed)


def content_rules(ctx: Ctx) -> RulesRow | None:
    """The corp's own rules. 0.5 RU."""
    return get(RulesRow, key(ctx, "content_rules"), SELF)


def set_content_rules(ctx: Ctx, words: list[str], hosts: list[str]) -> RulesRow:
    """Replace the corp's own rules. 1 WU."""
    actions = [
        RulesRow.kind.set(RulesRow),
        RulesRow.extra_words.set(words),
        RulesRow.allowed_hosts.set(hosts),
    ]
    return change(ctx, RulesRow(key(ctx, "content_rules"), SELF), actions, None)


def keep_picture(ctx: Ctx, picture_id: str, data: bytes, facts: dict[str, Any]) -> PictureRow:
    """A picture by its content; the one that is there when it is. The bytes go first: a crash leaves nothing half."""
    pk = key(ctx, "picture", picture_id)
    row = PictureRow(pk, SELF, picture_id=picture_id, size=len(data), created_at=ctx.at, **facts)
    with contextlib.suppress(Refused):  # the same bytes, by their key
        put_new(ctx, BytesRow(pk, BYTES, data=data))
    try:
        return put_new(ctx, row)
    except Refused as refused:
        there: PictureRow = refused.old
        return there


def picture(ctx: Ctx, picture_id: str) -> PictureRow | None:
    """A picture without its bytes, read consistently. 1 RU."""
    return get(PictureRow, key(ctx, "picture", picture_id), SELF, consistent=True)


def picture_bytes(ctx: Ctx, picture_id: str) -> bytes | None:
    """A picture's bytes, read consistently. 1 RU for every 4 KB."""
    row = get(BytesRow, key(ctx, "picture", picture_id), BYTES, consistent=True)
    return row.data if row else None


def keep_media(ctx: Ctx, old: PictureRow, media_id: str, until: str) -> PictureRow:
    """Keep WeCom's new name for a picture unless a rival kept one since `old` was read. 1 WU. Raises Refused."""
    actions = [PictureRow.media_id.set(media_id), PictureRow.media_until.set(until)]
    return change(ctx, PictureRow(old.pk, old.sk), actions, PictureRow.media_until == old.media_until)
