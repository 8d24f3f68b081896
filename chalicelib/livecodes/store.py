"""Rows of live codes, their contact ways, and the welcomes of joins."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, after_place, children, page_by_parent
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import HourlyWelcome, Known, LiveCodeLine, Terms, Way, Welcome, Welcomes
from chalicelib.livecodes.states import WelcomeState
from chalicelib.members.ids import MemberId

SELF = "-"
# What live codes are called as users of content.
USER = "live_code"


class LiveCodeRow(Made, discriminator="live_code"):
    """A live code and what follows from a join through it.

    problem: of the contact way that was refused last. welcome_problem: why the last welcomes arrived in part or not.
    """

    keys = Keys(pk="live_code#<code>", sk=SELF, parent="live_codes", place="<created_at><code>")

    code = IdAttribute[LiveCode]()
    name = UnicodeAttribute()
    tag_ids: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...])
    welcome = StructAttribute(Welcome)
    welcome_hours: StructAttribute[tuple[HourlyWelcome, ...]] = StructAttribute(tuple[HourlyWelcome, ...], default=())
    coupon_template_id = IdAttribute[TemplateId]()
    created_at = MomentAttribute()
    problem = StructAttribute(Problem, null=True)
    welcome_problem = StructAttribute(Problem, null=True)


class WayRow(Row, discriminator="contact_way"):
    """The contact way of one member of staff of a live code.

    asked_at: when WeCom was first asked to make it. Set without config_id, the outcome is unknown and
    must be looked up before anything is made again. problem: why WeCom will not make it. moved_to: the userid was
    changed, and the way goes on under the new one; this row is no way any more, and listed no more.
    """

    keys = Keys(pk="live_code#<code>", sk="way#<userid>", parent="staff#<userid>#ways", place="<created_at><code>")

    code = IdAttribute[LiveCode]()
    userid = IdAttribute[UserId]()
    weight = IntAttribute()
    asked_at = MomentAttribute(null=True)
    made_at = MomentAttribute(null=True)
    config_id = UnicodeAttribute(default="")
    qr_code = UnicodeAttribute(default="")
    problem = StructAttribute(Problem, null=True)
    moved_to = IdAttribute[UserId](default=UserId(""))
    moved_from = IdAttribute[UserId](default=UserId(""))


class WelcomeRow(Row, discriminator="welcome"):
    """What became of the welcome of one join. received_at: when the try that ended it was begun.

    left_out: the places of the attachments that were.
    """

    keys = Keys(pk="welcome#<member>", sk="<joined_at>#<userid>")

    member_id = IdAttribute[MemberId]()
    userid = IdAttribute[UserId]()
    code = IdAttribute[LiveCode]()
    joined_at = MomentAttribute()
    received_at = MomentAttribute()
    outcome = EnumAttribute(WelcomeState)
    ended_at = MomentAttribute()
    errcode = IntAttribute()
    left_out: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], default=())


class CodeTaken(Exception):
    """A live code of that code is there."""

    def __init__(self, row: LiveCodeRow | None) -> None:
        super().__init__(row.code if row else "")


def _key(ctx: Ctx, code: LiveCode) -> str:
    return key(ctx, "live_code", code)


def _way(ctx: Ctx, code: LiveCode, userid: UserId) -> WayRow:
    return WayRow(_key(ctx, code), f"way#{userid}")


def create(ctx: Ctx, terms: Terms, shares: Sequence[tuple[UserId, int]]) -> Known:
    """A live code with a contact way to be made for each of its staff, together. 2 WU a row +2 listed a row, 2 a
    content it uses.

    Raises CodeTaken.
    """
    row = LiveCodeRow(_key(ctx, terms.code), SELF, **msgspec.structs.asdict(terms))
    row.parent, row.place = key(ctx, "live_codes"), terms.created_at + terms.code
    transaction = Transaction(ctx)
    transaction.put_new(row, CodeTaken)
    for item_id, version in _contents_of(terms.welcome, terms.welcome_hours).items():
        contents.use_in(transaction, item_id, _use(terms.code, terms.name, version))
    for userid, weight in shares:
        way = _way(ctx, terms.code, userid)
        way.code, way.userid, way.weight = terms.code, userid, weight
        way.parent, way.place = _ways_of(ctx, userid), terms.created_at + terms.code
        transaction.put_new(way, Refused)
    transaction.commit()
    return Known(terms, tuple(Way(userid, weight, "", "") for userid, weight in shares))


def live_code(ctx: Ctx, code: LiveCode, *, consistent: bool = False) -> Known | None:
    """A live code with its contact ways, in one query. 0.5 RU per 4 KB (1 when consistent)."""
    rows = list(children(Row, _key(ctx, code), consistent=consistent))
    codes = [row for row in rows if isinstance(row, LiveCodeRow)]
    ways = tuple(_known_way(row) for row in rows if isinstance(row, WayRow) and not row.moved_to)
    return Known(msgspec.convert(codes[0], Terms, from_attributes=True), ways) if codes else None


def there(ctx: Ctx, codes: Sequence[LiveCode]) -> set[LiveCode]:
    """Which of these there are. 0.5 RU each, one call for 100."""
    rows = get_many([(_key(ctx, code), SELF) for code in dict.fromkeys(codes)])
    return {row.code for row in rows if isinstance(row, LiveCodeRow)}


def _known_way(row: WayRow) -> Way:
    return Way(row.userid, row.weight, row.config_id, row.qr_code, row.problem, asked_at=row.asked_at or NEVER)


def _ways_of(ctx: Ctx, userid: UserId) -> str:
    return key(ctx, "staff", userid, "ways")


def codes_of(ctx: Ctx, userid: UserId) -> list[LiveCode]:
    """The live codes that somebody is behind, the oldest first, by the index, which is a moment behind. 0.5 RU each."""
    return [row.code for row in after_place(WayRow, _ways_of(ctx, userid), "")]


def rename_way(ctx: Ctx, code: LiveCode, old: UserId, new: UserId) -> None:
    """A contact way goes on under the userid's new form; one that is there under it already stays. 4 WU +2 listed."""
    row = get(WayRow, _key(ctx, code), f"way#{old}", consistent=True)
    if row is None or row.moved_to:
        return
    way = _way(ctx, code, new)
    for name in ("code", "weight", "asked_at", "made_at", "config_id", "qr_code", "problem", "place"):
        setattr(way, name, getattr(row, name))
    way.userid, way.parent, way.moved_from = new, _ways_of(ctx, new), old
    transaction = Transaction(ctx)
    transaction.put_new(way, Refused)
    moved = [WayRow.moved_to.set(new), Row.parent.remove(), Row.place.remove()]
    transaction.change(_way(ctx, code, old), moved, WayRow.moved_to == "", Refused)
    with contextlib.suppress(Refused):  # somebody was first
        transaction.commit()


def no_longer_away(ctx: Ctx, code: LiveCode, userid: UserId, problem: str) -> None:
    """The code's problem was that somebody is away, who is back: nothing is wrong any more. 1 WU, 0.5 RU."""
    row = get(LiveCodeRow, _key(ctx, code), SELF)
    if row is not None and row.problem and (row.problem.code, row.problem.about) == (problem, userid):
        with contextlib.suppress(Refused):  # something else is wrong by now
            same = LiveCodeRow.problem == row.problem
            change(ctx, LiveCodeRow(_key(ctx, code), SELF), [LiveCodeRow.problem.remove()], same)


def tagged(ctx: Ctx, limit: int, cursor: str) -> Page[tuple[LiveCode, tuple[str, ...]]]:
    """Live codes with the tags that they put on. 0.5 RU each, and per 4 KB of the index."""
    page = page_by_parent(LiveCodeRow, key(ctx, "live_codes"), limit, cursor)
    return page.map(lambda row: (row.code, row.tag_ids))


def drop_tags(ctx: Ctx, code: LiveCode, tag_ids: Sequence[str], gone: Sequence[str], problem: Problem) -> None:
    """Take tags out of a live code whose tags are those, and say why. 1 WU."""
    left = tuple(tag_id for tag_id in tag_ids if tag_id not in gone)
    actions = [LiveCodeRow.tag_ids.set(left), LiveCodeRow.problem.set(problem)]
    with contextlib.suppress(Refused):  # changed meanwhile: whoever asks next finds it
        change(ctx, LiveCodeRow(_key(ctx, code), SELF), actions, LiveCodeRow.tag_ids == tuple(tag_ids))


def live_codes(ctx: Ctx, limit: int, cursor: str) -> Page[LiveCodeLine]:
    """The corp's live codes, newest first. 0.5 RU per 4 KB."""
    page = page_by_parent(LiveCodeRow, key(ctx, "live_codes"), limit, cursor, newest_first=True)
    return page.map(_line)


def promising(ctx: Ctx, template_id: TemplateId) -> Iterator[LiveCodeRow]:
    """The live codes that give coupons of a template. 0.5 RU for each that the corp has."""
    found = after_place(LiveCodeRow, key(ctx, "live_codes"), "")
    return (row for row in found if row.coupon_template_id == template_id)


def _line(row: LiveCodeRow) -> LiveCodeLine:
    problem = row.problem or row.welcome_problem
    return LiveCodeLine(
        row.code,
        row.name,
        row.created_at,
        problem,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )


def _contents_of(welcome: Welcome, hours: Sequence[HourlyWelcome]) -> dict[ContentId, int]:
    """The content that welcomes name, and in which version; of several the newest."""
    named = [one.content for one in (welcome, *(hour.welcome for hour in hours)) if one.content]
    return {one.item_id: one.version for one in sorted(named, key=lambda one: one.version)}


def _use(code: LiveCode, name: str, version: int) -> ContentUse:
    return ContentUse(user=USER, user_id=code, name=name, version=version)


def set_welcome(ctx: Ctx, terms: Terms, new: Welcomes) -> None:
    """Another welcome from now on, and with it no problem of the old one. 2 WU, 2 for each content that is news."""
    row, old = LiveCodeRow(_key(ctx, terms.code), SELF), _contents_of(terms.welcome, terms.welcome_hours)
    named = _contents_of(new.welcome, new.welcome_hours)
    actions = [
        LiveCodeRow.welcome.set(new.welcome),
        LiveCodeRow.welcome_hours.set(new.welcome_hours),
        LiveCodeRow.welcome_problem.remove(),
    ]
    transaction = Transaction(ctx)
    transaction.change(row, actions, LiveCodeRow.pk.exists(), Refused)
    for item_id, version in named.items():
        contents.use_in(transaction, item_id, _use(terms.code, terms.name, version))
    for item_id in old.keys() - named.keys():
        contents.leave_in(transaction, item_id, USER, terms.code)
    transaction.commit()


def tell_welcome(ctx: Ctx, code: LiveCode, problem: Problem | None) -> None:
    """What is wrong with a live code's welcome; None: nothing any more. 1 WU."""
    said = LiveCodeRow.welcome_problem.set(problem) if problem else LiveCodeRow.welcome_problem.remove()
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), [said], LiveCodeRow.pk.exists())


def ask(ctx: Ctx, code: LiveCode, userid: UserId) -> None:
    """Note that WeCom is about to be asked for this contact way. Raises Refused when somebody asked before. 1 WU."""
    unasked = WayRow.asked_at.does_not_exist() & WayRow.pk.exists()
    change(ctx, _way(ctx, code, userid), [WayRow.asked_at.set(ctx.at)], unasked)


def keep_way(ctx: Ctx, code: LiveCode, userid: UserId, config_id: str, qr_code: str) -> bool:
    """Store the contact way that WeCom made; False when another one is stored already. 1 WU."""
    actions = [
        WayRow.config_id.set(config_id),
        WayRow.qr_code.set(qr_code),
        WayRow.made_at.set(ctx.at),
        WayRow.problem.remove(),
    ]
    try:
        change(ctx, _way(ctx, code, userid), actions, WayRow.config_id == "")
    except Refused:
        return False
    return True


def refuse_way(ctx: Ctx, code: LiveCode, userid: UserId, problem: Problem, *, made_none: bool) -> None:
    """WeCom will not make this contact way, or tell of it. 1 WU.

    made_none: it is known to have made none, as if it had not been asked.
    """
    actions = [WayRow.problem.set(problem), *([WayRow.asked_at.remove()] if made_none else [])]
    with contextlib.suppress(Refused):  # a rival made it
        change(ctx, _way(ctx, code, userid), actions, WayRow.config_id == "")


def tell_ways(ctx: Ctx, code: LiveCode, problem: Problem | None) -> None:
    """What is wrong with a live code's contact ways, for its list; None: nothing any more. 1 WU."""
    said = LiveCodeRow.problem.set(problem) if problem else LiveCodeRow.problem.remove()
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), [said], LiveCodeRow.pk.exists())


def forget_refusal(ctx: Ctx, code: LiveCode, userid: UserId) -> None:
    """WeCom shall be asked again for a contact way that it refused. 1 WU."""
    with contextlib.suppress(Refused):  # somebody was first
        change(ctx, _way(ctx, code, userid), [WayRow.problem.remove()], WayRow.problem.exists())


class Ended(msgspec.Struct, frozen=True):
    """What became of the welcome of a join."""

    joined_at: Moment
    outcome: WelcomeState
    errcode: int
    left_out: tuple[str, ...] = ()


def has_ended(ctx: Ctx, member_id: MemberId, userid: UserId, joined_at: Moment) -> bool:
    """True when it is known what became of this join's welcome. 1 RU."""
    row = _welcome(ctx, member_id, userid, joined_at)
    return get(WelcomeRow, row.pk, row.sk, consistent=True) is not None


def keep_welcome(ctx: Ctx, member_id: MemberId, userid: UserId, code: LiveCode, ended: Ended) -> None:
    """What became of a welcome, said once. 1 WU."""
    row = _welcome(ctx, member_id, userid, ended.joined_at)
    row.member_id, row.userid, row.code = member_id, userid, code
    row.joined_at, row.received_at, row.ended_at = ended.joined_at, ctx.at, ctx.at
    row.outcome, row.errcode, row.left_out = ended.outcome, ended.errcode, ended.left_out
    try:
        put_new(ctx, row)
    except Refused:
        return  # a rival delivery of the same event said it first


def _welcome(ctx: Ctx, member_id: MemberId, userid: UserId, joined_at: Moment) -> WelcomeRow:
    return WelcomeRow(key(ctx, "welcome", member_id), f"{joined_at}#{userid}")
