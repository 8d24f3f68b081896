"""The verbs of content: write a version, look, and make the message that is sent from an approved one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from chalicelib.content import checks, lint, pictures, rules, store, views
from chalicelib.content.errors import (
    BadValues,
    ChannelNotApproved,
    EditedMeanwhile,
    KindIsFixed,
    NotApproved,
    TooManyVersions,
    UnknownContent,
)
from chalicelib.content.shapes import (
    CheckedContentVersion,
    ContentBody,
    ContentItem,
    ContentItems,
    ContentPreview,
    ContentVersions,
    NewContentItem,
    NewContentVersion,
    PreviewContent,
)
from chalicelib.content.store import VersionRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import InvalidBody
from chalicelib.core.moments import shanghai_day
from chalicelib.core.ops import secrets
from chalicelib.core.storage.table import Refused

VERSIONS = 100
Given = Mapping[str, str | int]

media_id = pictures.media_id


class Approved(msgspec.Struct, frozen=True):
    """A version that may be sent, as it was when it was looked at."""

    item_id: str
    name: str
    version: int
    body: ContentBody


def create(ctx: Ctx, new: NewContentItem) -> CheckedContentVersion:
    """An item with its first version, a draft, and what lint finds. Under one Idempotency-Key it is made once.

    Raises InvalidBody when the declared variables cannot be.
    """
    body = _declared(new)
    try:
        made = store.create(ctx, ctx.new_id(), new.name, rules.kind_of(body), rules.DRAFT, msgspec.to_builtins(body))
    except Refused as refused:
        made = refused.own_lost_answer(VersionRow)
    return views.checked(ctx, made)


def edit(ctx: Ctx, item_id: str, new: NewContentVersion) -> CheckedContentVersion:
    """A new version in the place of the latest, a draft; whatever was approved before may not be sent any more.

    Raises UnknownContent, KindIsFixed, TooManyVersions, InvalidBody, and EditedMeanwhile when `based_on` is not the
    latest. One transaction, all or nothing.
    """
    body = _declared(new)
    item = store.item(ctx, item_id)
    if item is None:
        raise UnknownContent()
    if item.form != rules.kind_of(body):
        raise KindIsFixed(kind=item.form)
    if new.based_on >= VERSIONS:
        raise TooManyVersions(most=VERSIONS)
    try:
        made = store.edit(ctx, item, new.based_on, rules.DRAFT, msgspec.to_builtins(body))
    except Refused as refused:
        made = _our_own_edit(ctx, item_id, refused.row(VersionRow))
    return views.checked(ctx, made)


def _our_own_edit(ctx: Ctx, item_id: str, taken: VersionRow | None) -> VersionRow:
    """The version of an earlier attempt of this very request, whose answer was lost. Raises EditedMeanwhile."""
    if taken is not None and (taken.request, taken.author) == (ctx.cause, ctx.who):
        return taken
    item = store.item(ctx, item_id)
    raise EditedMeanwhile(latest=int(item.latest) if item else 0) from None


def _declared(new: NewContentItem | NewContentVersion) -> ContentBody:
    body = views.body(new)
    problem = rules.problem_of_variables(body)
    if problem:
        raise InvalidBody(problem)
    return body


def items(ctx: Ctx, limit: int, cursor: str) -> ContentItems:
    """The corp's items, newest first."""
    page = store.items(ctx, limit, cursor)
    return ContentItems([views.item_line(row) for row in page.items], page.cursor)


def item(ctx: Ctx, item_id: str) -> ContentItem:
    """An item with its versions, newest first, and what lint finds in the latest. Raises UnknownContent."""
    found = store.with_versions(ctx, item_id)
    if found is None:
        raise UnknownContent()
    row, versions = found
    shown = [views.version(version) for version in reversed(versions)]
    return ContentItem(**views.item_fields(row), versions=shown, lint=checks.findings(ctx, views.body(versions[-1])))


def in_status(ctx: Ctx, status: str, limit: int, cursor: str) -> ContentVersions:
    """The latest versions in a status: what waits for a reviewer, what may be sent."""
    page = store.in_status(ctx, status, limit, cursor)
    return ContentVersions([views.version_line(row) for row in page.items], page.cursor)


def approved(ctx: Ctx, item_id: str, version: int) -> Approved:
    """The version, if it passed all three reviews, was not recalled and is the latest of its item. 1 RU.

    Raises UnknownContent, NotApproved with what is missing.
    """
    row = _known(ctx, item_id, version)
    lacks = views.missing(row)
    if lacks:
        raise NotApproved(status=row.status, missing=lacks, latest=int(row.superseded_by or row.version))
    return Approved(row.item_id, row.name, int(row.version), views.body(row))


def _known(ctx: Ctx, item_id: str, version: int | str) -> VersionRow:
    found = store.version(ctx, item_id, version)
    if found is None:
        raise UnknownContent()
    return found


def check_values(ctx: Ctx, content: Approved, channel: str, values: Given) -> None:
    """Refuse values that do not fit, or that bring in an error that the reviewers never saw.

    values: of the declared variables and, where the text uses them, staff_name, corp_name and send_date (a day).
    Raises ChannelNotApproved, BadValues.
    """
    if channel not in content.body.channels:
        raise ChannelNotApproved(channels=list(content.body.channels))
    measure = checks.measure(ctx)
    reviewed = set(lint.wording(rules.with_fallbacks(content.body), measure))
    found = lint.wording(rules.with_values(content.body, values), measure)
    brought_in = [one for one in found if one.severity == "error" and one not in reviewed]
    if brought_in:
        raise BadValues("; ".join(f"{one.place} {one.en}" for one in brought_in))


def messages(ctx: Ctx, content: Approved, channel: str, values: Given) -> list[dict[str, Any]]:
    """What WeCom takes: one mass message for customers or groups, one or two app messages for staff.

    Uploads the picture when WeCom no longer has it. Raises ChannelNotApproved, BadValues, UnknownPicture, WeComRefused.
    """
    check_values(ctx, content, channel, values)
    picture_id = rules.picture_of(content.body, channel)
    return _rendered(content.body, channel, values, {picture_id: media_id(ctx, picture_id)} if picture_id else {})


def _rendered(body: ContentBody, channel: str, values: Given, media: Mapping[str, str]) -> list[dict[str, Any]]:
    if channel == "staff":
        return rules.render_for_staff(body, values, media)
    return [rules.render(body, values, media)]


def preview(ctx: Ctx, item_id: str, version: str, given: PreviewContent) -> ContentPreview:
    """The messages of a version in any status, and what lint finds in them. Raises UnknownContent, BadValues."""
    body = views.body(_known(ctx, item_id, version))
    sample = {"staff_name": "员工姓名", "corp_name": secrets.corp(ctx.corp).name, "send_date": shanghai_day(ctx.now)}
    values = {**sample, **given.values}
    picture_id = rules.picture_of(body, given.channel)
    shown = _rendered(body, given.channel, values, {picture_id: picture_id})
    found = lint.wording(rules.with_values(body, values), checks.measure(ctx))
    return ContentPreview(given.channel, shown, list(found))
