"""The verbs of content: write a version, look, and make the message that is sent from an approved one."""

from __future__ import annotations

import msgspec

from chalicelib.content import (
    checks,
    differences,
    lint,
    offering,
    pictures,
    rendering,
    reviews,
    rules,
    sendable,
    speaking,
    store,
    uses,
    views,
    waiting,
)
from chalicelib.content.errors import (
    BadValues,
    BadVariables,
    ChannelNotApproved,
    ContentArchived,
    EditedMeanwhile,
    KindIsFixed,
    NotApproved,
    TooManyVersions,
    UnknownContent,
    VersionRecalled,
)
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import (
    Channel,
    CheckedContentVersion,
    ContentBody,
    ContentDifference,
    ContentFinding,
    ContentItem,
    ContentPreview,
    ContentUse,
    ContentVersion,
    EditedContentVersion,
    NewContentItem,
    NewContentVersion,
    PreviewContent,
    Severity,
    Values,
)
from chalicelib.content.states import PASSED, Verdict, VersionState
from chalicelib.content.store import ItemRow, VersionRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom.messages import Message

VERSIONS = 100

media_id = pictures.media_id
built_in = speaking.built_in
unnamed = speaking.unnamed
check_said = speaking.check_said
said = speaking.said
longest = speaking.longest
names_in = speaking.names_in
use_in = uses.use_in
leave_in = uses.leave_in
ever_used_by = uses.ever_used_by
used_by = uses.used_by
recall = reviews.recall
Offered = offering.Offered
offered = offering.offered
check_active = sendable.check_active
for_reviewer = waiting.for_reviewer


class Recalled(msgspec.Struct, frozen=True):
    """A version that was recalled: by whom, when and why."""

    item_id: ContentId
    name: str
    version: int
    reason: str
    who: UserId
    at: Moment


class Approved(msgspec.Struct, frozen=True):
    """A version that may be sent, as it was when it was looked at."""

    item_id: ContentId
    name: str
    version: int
    body: ContentBody


def create(ctx: Ctx, new: NewContentItem) -> CheckedContentVersion:
    """An item with its first version, a draft, and what lint finds. Under one Idempotency-Key it is made once.

    Raises BadVariables when the declared variables cannot be.
    """
    body = _declared(new)
    try:
        row = store.create(ctx, ContentId(ctx.new_id()), new.name, rules.kind_of(body), body)
    except Refused as refused:
        row = refused.own_lost_answer(VersionRow)
    return views.checked(ctx, row)


def edit(ctx: Ctx, item_id: ContentId, new: NewContentVersion) -> EditedContentVersion:
    """A new version after the latest, a draft, and who uses the item; what is approved goes out until this one is too.

    Raises UnknownContent, KindIsFixed, TooManyVersions, BadVariables, and EditedMeanwhile when `based_on` is not the
    latest. One transaction, all or nothing.
    """
    body = _declared(new)
    item = store.item(ctx, item_id)
    if item is None:
        raise UnknownContent()
    if item.form is not rules.kind_of(body):
        raise KindIsFixed(kind=item.form)
    if new.based_on >= VERSIONS:
        raise TooManyVersions(most=VERSIONS)
    row = retry.on_collision(lambda: _edit(ctx, item_id, new.based_on, body), store.StepTakenMeanwhile)
    checked = views.checked(ctx, row)
    return EditedContentVersion(**msgspec.structs.asdict(checked), used_by=uses.used_by(ctx, item_id))


def _edit(ctx: Ctx, item_id: ContentId, based_on: int, body: ContentBody) -> VersionRow:
    item = store.item(ctx, item_id, consistent=True)
    if item is None:
        raise UnknownContent()
    old = store.version(ctx, item_id, based_on)
    if old is None:
        raise EditedMeanwhile(latest=item.latest)
    try:
        return store.edit(ctx, item, old, body)
    except EditedMeanwhile:
        rival = store.version(ctx, item.item_id, based_on + 1)
        if rival is None or (rival.request, rival.author) != (ctx.cause, ctx.who):
            raise
        return rival  # no rival: this very request wrote it, and its answer was lost


def _declared(new: NewContentItem | NewContentVersion) -> ContentBody:
    body = msgspec.convert(new, ContentBody, from_attributes=True)
    faults = rules.faults_of_variables(body)
    if faults:
        raise BadVariables(faults)
    return body


def item(ctx: Ctx, item_id: ContentId) -> ContentItem:
    """An item with its versions, newest first, what lint finds in the latest, who uses it. Raises UnknownContent."""
    rows = store.with_versions(ctx, item_id)
    if rows is None:
        raise UnknownContent()
    row, versions = rows
    line = msgspec.structs.asdict(views.item_line(row, versions[-1]))
    shown = [views.version(version) for version in reversed(versions)]
    found = checks.findings(ctx, versions[-1].body)
    used_by = uses.used_by(ctx, item_id)
    problem = _problem(ctx, row, versions) if used_by else None
    return ContentItem(**line, versions=shown, lint=found, used_by=used_by, problem=problem)


def _problem(ctx: Ctx, row: ItemRow, versions: list[VersionRow]) -> Problem | None:
    """Why those who use an item send nothing: what was approved last was recalled, or nothing ever was."""
    approved = next((one for one in versions if one.version == row.approved), versions[-1])
    try:
        _if_approved(approved)
    except NotApproved as error:
        return problem_of(ctx, error, Remedy.EDIT, f"v{approved.version}")
    return None


def difference(ctx: Ctx, item_id: ContentId, number: str, against: int) -> ContentDifference:
    """What a version says otherwise than another: the one asked for, else the one that was approved last before it.

    1 RU for every 4 KB of all versions. Raises UnknownContent.
    """
    rows = store.with_versions(ctx, item_id)
    versions = {row.version: row for row in rows[1]} if rows else {}
    mine = versions.get(int(number)) if number.isdecimal() else None
    if mine is None or (against and against not in versions):
        raise UnknownContent()
    passed = [one for one in versions.values() if one.version < mine.version and _was_approved(one)]
    other = versions[against] if against else (passed[-1] if passed else None)
    changes = differences.between(other.body if other else ContentBody(channels=[]), mine.body)
    return ContentDifference(
        item_id=item_id,
        name=mine.name,
        version=mine.version,
        against=other.version if other else None,
        changes=changes,
    )


def _was_approved(row: VersionRow) -> bool:
    return row.status in PASSED or any(step.verdict is Verdict.RECALLED for step in row.reviews)


def list_uses(ctx: Ctx, item_id: ContentId, limit: int, cursor: str) -> Page[ContentUse]:
    """Who uses an item, page by page. Raises UnknownContent."""
    if store.item(ctx, item_id) is None:
        raise UnknownContent()
    return uses.uses(ctx, item_id, limit, cursor)


def version(ctx: Ctx, item_id: ContentId, number: str) -> ContentVersion:
    """One version and how far it has come. 1 RU. Raises UnknownContent."""
    return views.version(_known(ctx, item_id, number))


def approved(ctx: Ctx, item_id: ContentId, version: int, *, is_used: bool = False) -> Approved:
    """The version, if it passed all three reviews, was not recalled, and no newer one was approved. 2 RU.

    What names a version anew asks this. is_used: who asks uses the item already, and goes on though it is in the
    archive. Raises UnknownContent, NotApproved with what is missing, ContentArchived.
    """
    item = None if is_used else store.item(ctx, item_id, consistent=True)
    if item is not None and item.archived_at:
        raise ContentArchived()
    return _if_approved(_known(ctx, item_id, version))


def current(ctx: Ctx, item_id: ContentId, version: int) -> Approved:
    """What goes out now where a version is named: it, or the approved one that has taken its place. 1 RU, 3 then.

    Raises UnknownContent, NotApproved (VersionRecalled when it, or what took its place, was recalled).
    """
    row = _known(ctx, item_id, version)
    if any(step.verdict is Verdict.REPLACED for step in row.reviews):  # recalled since or not: another goes out
        row = store.approved_last(ctx, item_id) or row
    return _if_approved(row)


def begun(ctx: Ctx, item_id: ContentId, version: int) -> Approved:
    """The version for what has begun with it and goes on, though a newer one may be approved since. 1 RU.

    Raises UnknownContent, NotApproved (VersionRecalled when it was recalled).
    """
    row = _known(ctx, item_id, version)
    return _approved(row) if row.status is VersionState.REPLACED else _if_approved(row)


def newest(ctx: Ctx, item_id: ContentId) -> Approved:
    """The version of an item that was approved last. 2 RU. Raises UnknownContent, NotApproved."""
    row = store.approved_last(ctx, item_id)
    return _if_approved(row or _known(ctx, item_id, 1))


def sendable_of(ctx: Ctx, channel: Channel, q: str, limit: int, cursor: str) -> Page[Approved]:
    """What somebody of the staff may send by themselves; see sendable.page."""
    return sendable.page(ctx, channel, q, limit, cursor).map(_approved)


def recalled(ctx: Ctx, item_id: ContentId, version: int) -> Recalled:
    """Who recalled a version, and why. 1 RU. Raises UnknownContent, also for a version that nobody recalled."""
    row = _known(ctx, item_id, version)
    steps = [step for step in row.reviews if step.verdict is Verdict.RECALLED]
    if not steps:
        raise UnknownContent()
    return Recalled(row.item_id, row.name, row.version, steps[-1].reason, steps[-1].who, steps[-1].at)


def _if_approved(row: VersionRow) -> Approved:
    lacks = views.missing(row)
    if lacks:
        is_recalled = row.status is VersionState.RECALLED
        refusal, (zh, en) = (VersionRecalled, ("", "")) if is_recalled else (NotApproved, rules.lacks(lacks))
        raise refusal(zh, en, status=row.status, missing=lacks, latest=row.superseded_by or row.version)
    return _approved(row)


def _approved(row: VersionRow) -> Approved:
    return Approved(row.item_id, row.name, row.version, row.body)


def _known(ctx: Ctx, item_id: ContentId, version: int | str) -> VersionRow:
    row = store.version(ctx, item_id, version)
    if row is None:
        raise UnknownContent()
    return row


def check_values(ctx: Ctx, content: Approved, channel: str, values: Values) -> None:
    """Refuse values that do not fit, or that bring in an error that the reviewers never saw.

    values: of the declared variables and of what is built in; send_date (a day) has to be there where it is used.
    Raises ChannelNotApproved, BadValues.
    """
    if channel not in content.body.channels:
        raise ChannelNotApproved(channels=list(content.body.channels))
    measure = checks.measure(ctx)
    reviewed = set(lint.wording(rules.with_fallbacks(content.body), measure))
    findings = lint.wording(rules.with_values(content.body, values), measure)
    brought_in = [finding for finding in findings if finding.severity is Severity.ERROR and finding not in reviewed]
    if brought_in:
        raise BadValues([_fault(finding) for finding in brought_in])


def _fault(finding: ContentFinding) -> Fault:
    zh, en = f"填入变量后，{finding.place} {finding.zh}。", f"With the values, {finding.place} {finding.en}."
    return Fault("values", finding.code, None, zh, en)


def messages(
    ctx: Ctx, content: Approved, channel: str, values: Values, *, is_media_refused: bool = False
) -> list[Message]:
    """What WeCom takes: one mass message for customers or groups, one or two app messages for staff.

    Uploads the picture ahead of the end of its life at WeCom. is_media_refused: WeCom says that it has ended already.
    Raises ChannelNotApproved, BadValues, UnknownPicture, WeComRefused.
    """
    check_values(ctx, content, channel, values)
    picture_id = rules.picture_of(content.body, channel)
    media = {picture_id: media_id(ctx, picture_id, is_refused=is_media_refused)} if picture_id else {}
    return _rendered(content.body, channel, values, media)


def _rendered(body: ContentBody, channel: str, values: Values, media: rendering.Media) -> list[Message]:
    if channel == "staff":
        return rendering.render_for_staff(body, values, media)
    return [rendering.render(body, values, media)]


def trial(ctx: Ctx, content: Approved, values: Values, *, is_media_refused: bool = False) -> list[Message]:
    """The app messages that show somebody of the staff what a version says, whatever its channels are.

    Uploads its picture ahead of the end of its life at WeCom. Raises BadValues, UnknownPicture, WeComRefused.
    """
    picture_id = rules.picture_of(content.body, "staff")
    media = {picture_id: media_id(ctx, picture_id, is_refused=is_media_refused)} if picture_id else {}
    return rendering.render_for_staff(content.body, values, media)


def filled(ctx: Ctx, content: Approved, channel: str, values: Values) -> ContentBody:
    """What a version says with values, for other makers of messages. Raises ChannelNotApproved, BadValues."""
    check_values(ctx, content, channel, values)
    return rules.with_values(content.body, values)


def preview(ctx: Ctx, item_id: ContentId, version: str, trial: PreviewContent) -> ContentPreview:
    """The messages of a version in any status, and what lint finds in them. Raises UnknownContent, BadValues."""
    body = _known(ctx, item_id, version).body
    sample = {"staff_name": "员工姓名", "customer_name": "顾客姓名"}
    values = {**built_in(ctx, UserId(""), ctx.at), **sample, **trial.values}
    picture_id = rules.picture_of(body, trial.channel)
    shown = _rendered(body, trial.channel, values, {picture_id: picture_id} if picture_id else {})
    findings = lint.wording(rules.with_values(body, values), checks.measure(ctx))
    return ContentPreview(trial.channel, shown, list(findings))
