"""The verbs of live codes: create, prepare at WeCom, be scanned, and what follows from a join."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, InvalidBody, NotFound, Unavailable
from chalicelib.core.events import errands, facts
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import CODE_ALPHABET, base32, digest
from chalicelib.core.instance import Cache
from chalicelib.core.moments import moment, shanghai_day
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import leases
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import service as coupons
from chalicelib.livecodes import rules, store
from chalicelib.livecodes import welcome as welcomes
from chalicelib.livecodes.shapes import ContactWay, LiveCode, NewLiveCode, Visits, Welcome
from chalicelib.livecodes.store import LiveCodeRow, LiveCodeWithWays, WayRow
from chalicelib.members import service as members
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.events import Event

CODE_LENGTH = 12
VISIT_SHARDS = 4
PREPARING_FOR = timedelta(seconds=90)
CLOCK_SKEW = timedelta(minutes=2)

_codes = Cache()


class UnknownLiveCode(NotFound):
    zh = "活码不存在或已停用，请向门店索取新的二维码。"
    en = "This live code does not exist or is out of use. Ask the shop for a new one."


class UnknownTags(InvalidBody):
    zh = "请求体不符合接口定义：标签不存在：{reason}。请先创建企业标签。"
    en = "The body does not match the API: unknown tags: {reason}. Make the corp tags first."


class StillPreparing(Unavailable):
    zh = "二维码正在生成，请几秒后刷新页面。"
    en = "The code is being made. Reload in a few seconds."


def create(ctx: Ctx, new: NewLiveCode) -> LiveCode:
    """A live code. WeCom makes its contact ways right after (status: preparing, then ready).

    Raises InvalidBody, UnknownTags, UnknownTemplate. Under one Idempotency-Key it is made once.
    """
    _check(ctx, new)
    code = base32(digest(ctx.corp, "live_code", ctx.new_id()), CODE_ALPHABET)[:CODE_LENGTH]
    values = {
        "name": new.name,
        "tag_ids": list(new.tag_ids),
        "welcome": msgspec.to_builtins(new.welcome),
        "coupon_template_id": new.coupon_template_id,
    }
    shares = [(share.userid, share.weight) for share in new.staff]
    try:
        made = store.create(ctx, code, values, shares)
        _codes.drop(f"{ctx.corp}#{code}")
        return _shown(ctx, made)
    except Refused as refused:
        refused.own_lost_answer(LiveCodeRow)
        return live_code(ctx, code)


def _check(ctx: Ctx, new: NewLiveCode) -> None:
    problem = rules.problem_of_welcome(new.welcome.text, msgspec.to_builtins(new.welcome.attachments))
    if problem:
        raise InvalidBody(problem)
    if len({share.userid for share in new.staff}) < len(new.staff):
        raise InvalidBody("staff: a member of staff is named twice")
    if not any(share.weight for share in new.staff):
        raise InvalidBody("staff: somebody needs a weight above 0")
    if new.tag_ids:
        known = {tag.id for group in members.tag_groups(ctx) for tag in group.tags}
        if set(new.tag_ids) - known:
            raise UnknownTags(", ".join(sorted(set(new.tag_ids) - known)))
    if new.coupon_template_id:
        coupons.template(ctx, new.coupon_template_id)


def live_code(ctx: Ctx, code: str) -> LiveCode:
    """A live code as it is now. Raises UnknownLiveCode."""
    found = store.live_code(ctx, code, consistent=True)
    if found is None:
        raise UnknownLiveCode()
    return _shown(ctx, found)


def live_codes(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's live codes, newest first."""
    return store.live_codes(ctx, limit, cursor)


def _shown(ctx: Ctx, found: LiveCodeWithWays) -> LiveCode:
    row, url = found.row, entry_url(ctx, found.row.code)
    return LiveCode(
        code=row.code,
        name=row.name,
        status="ready" if found.is_ready else "preparing",
        entry_url=url,
        qr_svg=f"{url}.svg",
        qr_png=f"{url}.png",
        tag_ids=list(row.tag_ids),
        welcome=msgspec.convert(row.welcome, Welcome),
        coupon_template_id=row.coupon_template_id,
        contact_ways=[msgspec.convert(way, ContactWay, from_attributes=True) for way in found.ways],
        created_at=row.created_at,
    )


def entry_url(ctx: Ctx, code: str) -> str:
    """What the printed QR leads to."""
    return f"{config().public_url}/c/{ctx.corp}-{code}"


def _known(ctx: Ctx, code: str) -> LiveCodeWithWays | None:
    found: LiveCodeWithWays | None = _codes.get(f"{ctx.corp}#{code}", lambda: store.live_code(ctx, code))
    return found


def scan(ctx: Ctx, code: str) -> WayRow:
    """A visit of the entry page: the contact way to show. 0 reads when warm, 1 write (the visit).

    Raises UnknownLiveCode, StillPreparing.
    """
    found = _known(ctx, code)
    if found is None:
        raise UnknownLiveCode()
    ready = {way.userid: way for way in found.ways if way.config_id}
    userid = rules.pick({name: int(way.weight) for name, way in ready.items()}, ctx.rng.random())
    if not userid:
        _codes.drop(f"{ctx.corp}#{code}")
        raise StillPreparing()
    facts.old_record(
        ctx,
        "live_code.visited",
        _visits(code, shanghai_day(ctx.now), ctx.rng.getrandbits(8) % VISIT_SHARDS),
        {"userid": userid},
    )
    return ready[userid]


def _visits(code: str, day: str, shard: int) -> str:
    return f"live_code#{code}#{day}#{shard}"


def visits(ctx: Ctx, code: str, day: str) -> Visits:
    """How often the entry page was opened on a Shanghai day, today when `day` is ''. Raises UnknownLiveCode."""
    if _known(ctx, code) is None:
        raise UnknownLiveCode()
    day = day or shanghai_day(ctx.now)
    return Visits(code, day, sum(facts.count(ctx, _visits(code, day, shard)) for shard in range(VISIT_SHARDS)))


def prepare_later(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a live code was created: have WeCom make its contact ways."""
    errands.old_send(ctx, "prepare_live_code", code=fact.data["code"])


def prepare(ctx: Ctx, code: str) -> None:
    """Have WeCom make the contact ways that are missing. Safe to repeat; one worker at a time.

    Raises TooBusy while another worker is at it, UpstreamUnknown when WeCom did not answer: tried again later.
    """
    with leases.held(ctx, f"prepare#{code}", PREPARING_FOR):
        found = store.live_code(ctx, code, consistent=True)
        for way in found.ways if found else []:
            if found and not way.config_id:
                _make_way(ctx, found.row.name, way)


def _make_way(ctx: Ctx, name: str, way: WayRow) -> None:
    made = _made_before(ctx, way) or client.add_contact_way(ctx, way.userid, way.code, name)
    if not store.made(ctx, way, made.config_id, made.qr_code):
        log.warning("contact way was made twice", corp=ctx.corp, live_code=way.code)


def _made_before(ctx: Ctx, way: WayRow) -> client.ContactWay | None:
    """What an earlier attempt made whose answer was lost. WeCom would make a second one without a word."""
    try:
        store.ask(ctx, way)
        return None
    except Refused:
        since = moment(way.asked_at) - CLOCK_SKEW if way.asked_at else ctx.now - CLOCK_SKEW
        ways = client.contact_ways_since(ctx, since)
        return next((made for made in ways if made.state == way.code and made.user == [way.userid]), None)


def greet(ctx: Ctx, event: Event) -> None:
    """On a join: the welcome of the live code it came through, first of all, for its code lives 20 s."""
    if not event.welcome_code:
        return
    found = _known(ctx, event.state) if event.state else None
    if found is None:
        log.info("no welcome", corp=ctx.corp, reason="not through a live code", cause=ctx.cause)
        return
    member_id = members.member_id_of(ctx, event.external_userid)
    welcomes.send(ctx, event, member_id, found.row.code, message_of(found.row.welcome))


def message_of(welcome: Mapping[str, Any]) -> dict[str, Any]:
    """A stored welcome as WeCom takes it (docs/platform D0)."""
    attachments = [
        {
            "msgtype": item["msgtype"],
            item["msgtype"]: {name: value for name, value in item.items() if name != "msgtype"},
        }
        for item in welcome.get("attachments", [])
    ]
    text = {"text": {"content": welcome["text"]}} if welcome.get("text") else {}
    return {**text, "attachments": attachments}


def settle_join(ctx: Ctx, fact: Fact[Any]) -> None:
    """After staff was added: mark the live code's tags and read the profile, through the polite queue."""
    found = _known(ctx, fact.data["state"]) if fact.data["state"] else None
    tag_ids = list(found.row.tag_ids) if found and fact.data["how"] == "full" else []
    members.settle_later(ctx, fact.data["external_userid"], fact.data["userid"], tag_ids)


def give_coupon(ctx: Ctx, fact: Fact[Any]) -> None:
    """After staff was added through a live code with a coupon: one coupon per member and live code, ever.

    A member who cannot have it (sold out, over the limit, closed) gets a fact that says so.
    """
    found = _known(ctx, fact.data["state"]) if fact.data["state"] and fact.data["how"] == "full" else None
    if found is None or not found.row.coupon_template_id:
        return
    member_id = fact.subject.removeprefix("member#")
    try:
        coupons.claim(ctx, found.row.coupon_template_id, member_id, f"live_code:{found.row.code}")
    except (Conflict, NotFound) as refused:
        data = {"template_id": found.row.coupon_template_id, "code": found.row.code, "reason": refused.code}
        told = facts.OldData(old_kind="coupon.not_issued", values=data)
        facts.write([facts.after(ctx, fact, fact.subject, told)])
        metrics.count("CouponsNotIssued", corp=ctx.corp, reason=refused.code)
