"""Rows of content and pictures, and the writes that decide: an edit, a step of the reviews."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence

import msgspec
from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.content.errors import EditedMeanwhile
from chalicelib.content.ids import ContentId, PictureId
from chalicelib.content.picture_header import Header
from chalicelib.content.shapes import CONTENT_RULES, ITEM, PICTURE, ContentBody, Kind, VersionLine
from chalicelib.content.states import PASSED, ItemState, Verdict, VersionState
from chalicelib.content.steps import Step
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.storage.attributes import (
    EntriesAttribute,
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.kept import Kept, keep
from chalicelib.core.storage.lists import Page, children, page_by_parent, page_of_lines
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
BYTES = "bytes"


class ItemRow(Made, discriminator="content_item"):
    """A content item. latest: the number of its newest version; approved: of the one that was approved last.

    archived_at: since when it is not offered any more; who uses it goes on.
    """

    keys = Keys(pk="content#<item>", sk=SELF, parent="content_items#<shelf>", place="<created_at><item>")
    audited = Audited(thing=ITEM, id="item_id", name="name", shows=("name", "archived_at"))

    item_id = IdAttribute[ContentId]()
    name = UnicodeAttribute()
    form = EnumAttribute(Kind)
    latest = IntAttribute()
    approved = IntAttribute(null=True)
    created_at = MomentAttribute()
    archived_at = MomentAttribute(null=True)


class VersionRow(Row, discriminator="content_version"):
    """A version: what it says never changes, its status does, and `reviews` only grows.

    superseded_by: the newer version, set by the very transaction that made it; its reviews end with that, and it leaves
    the list of its status, unless it is approved: then it may be sent until another is approved, whose transaction
    says so here. So this row alone says whether it may be sent. passed_by: who passed it since it was submitted last.
    name, is_archived: the item's, as long as the version may move.
    """

    keys = Keys(
        pk="content#<item>",
        sk="v#<version>",
        parent="content_versions#<status>",
        place="<in the status since><item>",
        line=VersionLine,
    )
    audited = Audited(thing=ITEM, id="item_id", name="name", shows=("version", "status", "body"))

    item_id = IdAttribute[ContentId]()
    name = UnicodeAttribute()
    form = EnumAttribute(Kind)
    version = IntAttribute()
    body = StructAttribute(ContentBody)
    author = IdAttribute[UserId]()
    request = UnicodeAttribute()
    created_at = MomentAttribute()
    status = EnumAttribute(VersionState)
    reviews = EntriesAttribute(Step)
    passed_by = UnicodeSetAttribute(null=True)
    superseded_by = IntAttribute(null=True)
    is_archived = BooleanAttribute(default=False)


class RulesRow(Kept, discriminator="content_rules"):
    """A corp's own words and hosts."""

    keys = Keys(pk="content_rules", sk=SELF)
    audited = Audited(thing=CONTENT_RULES, shows=("extra_words", "allowed_hosts"))

    extra_words = StructAttribute(list[str])
    allowed_hosts = StructAttribute(list[str])


class PictureRow(Made, discriminator="picture"):
    """A picture without its bytes. media_id: WeCom's name for it, good until media_until."""

    keys = Keys(pk="picture#<picture>", sk=SELF)
    audited = Audited(thing=PICTURE, id="picture_id", name="name", shows=("name",))

    picture_id = IdAttribute[PictureId]()
    name = UnicodeAttribute()
    media_type = UnicodeAttribute()
    width = IntAttribute()
    height = IntAttribute()
    size = IntAttribute()
    created_at = MomentAttribute()
    media_id = UnicodeAttribute(default="")
    media_until = MomentAttribute(default=NEVER)


class BytesRow(Row, discriminator="picture_bytes"):
    """A picture's bytes, apart from what changes: a new media id does not write 180 KB again."""

    keys = Keys(pk="picture#<picture>", sk=BYTES)

    data = BinaryAttribute(legacy_encoding=False)


def item_key(ctx: Ctx, item_id: ContentId) -> str:
    """Where an item lies, with its versions."""
    return key(ctx, "content", item_id)


def version_key(ctx: Ctx, item_id: ContentId, version: int | str) -> tuple[str, str]:
    """Where a version lies."""
    return item_key(ctx, item_id), f"v#{str(version).zfill(5)}"


def shelf(ctx: Ctx, state: ItemState) -> str:
    """Under what items of a state are listed."""
    return key(ctx, "content_items", state)


def _listed(ctx: Ctx, status: VersionState) -> str:
    return key(ctx, "content_versions", status)


def _draft(ctx: Ctx, item: ItemRow, number: int, body: ContentBody) -> VersionRow:
    return VersionRow(
        *version_key(ctx, item.item_id, number),
        item_id=item.item_id,
        name=item.name,
        form=item.form,
        version=number,
        body=body,
        author=UserId(ctx.who),
        request=ctx.cause,
        created_at=ctx.at,
        status=VersionState.DRAFT,
        reviews=[],
        is_archived=bool(item.archived_at),
        parent=_listed(ctx, VersionState.DRAFT),
        place=ctx.at + item.item_id,
    )


def create(ctx: Ctx, item_id: ContentId, name: str, kind: Kind, body: ContentBody) -> VersionRow:
    """An item and its first version, a draft, together. 6 WU with their index entries.

    Raises Refused with the version that has the id.
    """
    item = ItemRow(item_key(ctx, item_id), SELF, item_id=item_id, name=name, form=kind, latest=1, created_at=ctx.at)
    item.parent, item.place = shelf(ctx, ItemState.ACTIVE), ctx.at + item_id
    version = _draft(ctx, item, 1, body)
    transaction = Transaction(ctx)
    # Both are refused together, and only by our own lost answer: they are written together under an id of ours.
    transaction.put_new(version, Refused)
    transaction.put_new(item, Refused)
    transaction.commit()
    return version


class StepTakenMeanwhile(Exception):
    """Somebody took a step on the version, or renamed the item, meanwhile; nothing was written: read again."""


def says_the_same(item: ItemRow) -> Condition:
    """What versions carry of their item is as it was read: they are written with it."""
    archived = ItemRow.archived_at
    is_where_it_was = archived == item.archived_at if item.archived_at else archived.does_not_exist()
    same: Condition = (ItemRow.name == item.name) & is_where_it_was
    return same


def edit(ctx: Ctx, item: ItemRow, old: VersionRow, body: ContentBody) -> VersionRow:
    """A new version, a draft, after `old`, all of it or nothing. 6 WU +3 listed.

    Raises EditedMeanwhile when another one is the latest, StepTakenMeanwhile when `old` is not as it was read.
    """
    based_on = old.version
    version = _draft(ctx, item, based_on + 1, body)
    unlisted = [] if old.status in PASSED else [VersionRow.parent.remove(), VersionRow.place.remove()]
    is_same = (ItemRow.latest == based_on) & says_the_same(item)
    transaction = Transaction(ctx)
    transaction.change(
        ItemRow(item.pk, item.sk), [ItemRow.latest.set(based_on + 1)], is_same, _why_not_edited(based_on)
    )
    # What follows is never refused alone: whoever wrote that version or replaced this one changed the item with it.
    transaction.put_new(version, Refused)
    transaction.change(
        VersionRow(old.pk, old.sk),
        [VersionRow.superseded_by.set(based_on + 1), *unlisted],
        (VersionRow.status == old.status) & VersionRow.superseded_by.does_not_exist(),
        lambda row: EditedMeanwhile() if row and row.superseded_by else StepTakenMeanwhile(),
    )
    transaction.commit()
    return version


def _why_not_edited(based_on: int) -> Callable[[ItemRow | None], Exception]:
    def why(item: ItemRow | None) -> Exception:
        is_renamed = item is not None and item.latest == based_on
        return StepTakenMeanwhile() if is_renamed else EditedMeanwhile(latest=item.latest if item else 0)

    return why


def item(ctx: Ctx, item_id: ContentId, *, consistent: bool = False) -> ItemRow | None:
    """One item without its versions. 0.5 RU (1 when consistent)."""
    return get(ItemRow, item_key(ctx, item_id), SELF, consistent=consistent)


def items(ctx: Ctx, state: ItemState, limit: int, cursor: str) -> Page[ItemRow]:
    """The corp's items of a state, newest first. 0.5 RU for every 4 KB, 0.5 RU each."""
    return page_by_parent(ItemRow, shelf(ctx, state), limit, cursor, newest_first=True)


def latest_of(ctx: Ctx, items: Sequence[ItemRow]) -> dict[ContentId, VersionRow]:
    """The newest version of each of these items. 0.5 RU for every 4 KB of each, one call for 100."""
    rows = get_many([version_key(ctx, item.item_id, item.latest) for item in items])
    return {row.item_id: row for row in rows if isinstance(row, VersionRow)}


def passed_by(ctx: Ctx, lines: Sequence[VersionLine]) -> dict[ContentId, frozenset[str]]:
    """Who passed each of these versions, one an item. 0.5 RU for every 4 KB of each, one call for 100."""
    rows = get_many([version_key(ctx, line.item_id, line.version) for line in lines])
    return {row.item_id: frozenset(row.passed_by or ()) for row in rows if isinstance(row, VersionRow)}


def in_status(ctx: Ctx, status: VersionState, limit: int, cursor: str) -> Page[VersionLine]:
    """The versions that are in a status, the longest in it first, without what they say. 0.5 RU for every 4 KB."""
    return page_of_lines(VersionRow, VersionLine, _listed(ctx, status), limit, cursor, newest_first=False)


def with_versions(ctx: Ctx, item_id: ContentId) -> tuple[ItemRow, list[VersionRow]] | None:
    """An item and its versions, oldest first, in one consistent query. 1 RU for every 4 KB."""
    rows = list(children(Row, item_key(ctx, item_id), consistent=True))
    items = [row for row in rows if isinstance(row, ItemRow)]
    return (items[0], [row for row in rows if isinstance(row, VersionRow)]) if items else None


def version(ctx: Ctx, item_id: ContentId, number: int | str) -> VersionRow | None:
    """One version, read consistently. 1 RU."""
    return get(VersionRow, *version_key(ctx, item_id, number), consistent=True)


def advance(
    ctx: Ctx,
    item_id: ContentId,
    number: int | str,
    step: Step,
    before: Collection[VersionState],
    after: VersionState,
    *,
    is_review: bool = False,
) -> VersionRow:
    """Take a step: from one of the states `before` to `after`. 1 WU +2.

    is_review: neither the author takes it, nor who has passed the version at another stage. A review goes on on the
    latest version alone; what was approved may be recalled whatever came after it. Raises Refused with the version as
    it is.
    """
    place = VersionRow(*version_key(ctx, item_id, number))
    return change(ctx, place, _stepped(ctx, item_id, step, after), _may_step(ctx, before, is_review))


def _stepped(ctx: Ctx, item_id: ContentId, step: Step, after: VersionState) -> list[Action]:
    return [
        VersionRow.status.set(after),
        VersionRow.reviews.set(VersionRow.reviews.append([step])),
        VersionRow.parent.set(_listed(ctx, after)),
        VersionRow.place.set(ctx.at + item_id),
        *_passing(step),
    ]


def _passing(step: Step) -> list[Action]:
    if step.verdict is Verdict.PASSED:
        return [VersionRow.passed_by.add({step.who})]
    return [VersionRow.passed_by.remove()] if step.verdict is Verdict.SUBMITTED else []


def _may_step(ctx: Ctx, before: Collection[VersionState], is_review: bool) -> Condition:
    allowed: Condition = VersionRow.status.is_in(*before)
    if not set(before) <= set(PASSED):
        allowed &= VersionRow.superseded_by.does_not_exist()
    if is_review:
        allowed &= (VersionRow.author != ctx.who) & ~VersionRow.passed_by.contains(ctx.who)
    return allowed


class ApprovedMeanwhile(Exception):
    """Another version was approved, or recalled, since the item was read; nothing was written. Read it again."""


def approve(
    ctx: Ctx,
    item_id: ContentId,
    number: int,
    step: Step,
    before: Collection[VersionState],
    old: VersionRow | None,
) -> None:
    """Take the last step of the reviews: this version may be sent, and `old`, approved before it, no more, together.

    By somebody who neither wrote it nor passed it before. 4 WU +2, 2 +2 more with `old`. Raises Refused with the
    version as it is, ApprovedMeanwhile when `old` is not what is approved now.
    """
    transaction = Transaction(ctx)
    mine = VersionRow(*version_key(ctx, item_id, number))
    transaction.change(
        mine, _stepped(ctx, item_id, step, VersionState.APPROVED), _may_step(ctx, before, is_review=True), Refused
    )
    known = ItemRow.approved == old.version if old else ItemRow.pk.exists() & ItemRow.approved.does_not_exist()
    transaction.change(
        ItemRow(item_key(ctx, item_id), SELF),
        [ItemRow.approved.set(number)],
        known,
        lambda there: ApprovedMeanwhile() if there else Refused(None),
    )
    if old is not None and old.status is VersionState.APPROVED:
        replaced = msgspec.structs.replace(step, stage=None, verdict=Verdict.REPLACED, reason="")
        transaction.change(
            VersionRow(old.pk, old.sk),
            _stepped(ctx, item_id, replaced, VersionState.REPLACED),
            VersionRow.status == VersionState.APPROVED,
            lambda _: ApprovedMeanwhile(),
        )
    transaction.commit()


def approved_last(ctx: Ctx, item_id: ContentId) -> VersionRow | None:
    """The version of an item that was approved last, whatever became of it since, read consistently. 2 RU."""
    item = get(ItemRow, item_key(ctx, item_id), SELF, consistent=True)
    return version(ctx, item_id, item.approved) if item and item.approved else None


def content_rules(ctx: Ctx) -> RulesRow | None:
    """The corp's own rules, read consistently. 1 RU."""
    return get(RulesRow, key(ctx, "content_rules"), SELF, consistent=True)


def set_content_rules(ctx: Ctx, words: Sequence[str], hosts: Sequence[str], seen: int | None) -> RulesRow:
    """Replace the corp's own rules, unless somebody did since `seen`. 1 WU. Raises SettingsChanged."""
    says = [RulesRow.extra_words.set(list(words)), RulesRow.allowed_hosts.set(list(hosts))]
    return keep(ctx, RulesRow(key(ctx, "content_rules"), SELF), says, seen)


def keep_picture(ctx: Ctx, picture_id: PictureId, name: str, data: bytes, header: Header) -> PictureRow:
    """A picture by its content; the one that is there when it is. 1 WU for every KB, and 2 WU.

    The bytes go first: a crash leaves nothing half.
    """
    pk = key(ctx, "picture", picture_id)
    with contextlib.suppress(Refused):  # the same bytes, by their key
        put_new(ctx, BytesRow(pk, BYTES, data=data))
    row = PictureRow(
        pk,
        SELF,
        picture_id=picture_id,
        name=name,
        media_type=header.media_type,
        width=header.width,
        height=header.height,
        size=len(data),
        created_at=ctx.at,
    )
    try:
        return put_new(ctx, row)
    except Refused as refused:
        return refused.own_lost_answer(PictureRow)  # or somebody else's: who has the bytes has the id


def picture(ctx: Ctx, picture_id: PictureId) -> PictureRow | None:
    """A picture without its bytes, read consistently. 1 RU."""
    return get(PictureRow, key(ctx, "picture", picture_id), SELF, consistent=True)


def picture_bytes(ctx: Ctx, picture_id: PictureId) -> bytes | None:
    """A picture's bytes, read consistently. 1 RU for every 4 KB."""
    row = get(BytesRow, key(ctx, "picture", picture_id), BYTES, consistent=True)
    return row.data if row else None


def keep_media(ctx: Ctx, old: PictureRow, media_id: str, until: Moment) -> PictureRow:
    """Keep WeCom's new name for a picture unless a rival kept one since `old` was read. 1 WU. Raises Refused."""
    actions = [PictureRow.media_id.set(media_id), PictureRow.media_until.set(until)]
    return change(ctx, PictureRow(old.pk, old.sk), actions, PictureRow.media_until == old.media_until)
