"""The mini-program and a page at once: one person is one member, and has what one member may have."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.errors import SessionExpired
from chalicelib.core.http import session
from chalicelib.core.ids import ExternalUserId, UserId, random_code
from chalicelib.core.storage.table import key
from chalicelib.coupons import service, store
from chalicelib.coupons.errors import AlreadyClaimed
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import Claiming
from chalicelib.coupons.states import ClaimWay
from chalicelib.members import reader_rows, rules, sessions
from chalicelib.members import store as members
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How
from chalicelib.members.store import SELF, IdentityRow
from chalicelib.platforms.wechat import account
from chalicelib.platforms.wechat import client as wechat
from chalicelib.platforms.wecom import customers
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine

ROUNDS, NEGATIVE_ROUNDS, DOORS = 4, 10, 8


@pytest.fixture
def people(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """WeCom knows one person as two contacts: it tells the one to the mini-program and the other to the page."""
    monkeypatch.setattr(wechat, "mini_login", lambda ctx, code: wechat.MiniLogin("o-mini", code))
    monkeypatch.setattr(account, "reader", lambda ctx, code: account.Reader("wxaccount", "o-page", code))
    monkeypatch.setattr(
        customers, "external_userid_of", lambda ctx, unionid, openid: ExternalUserId(f"wm-{openid}-{unionid}")
    )
    monkeypatch.setattr("chalicelib.members.found.limits.permit", lambda *given: True)
    return engine


def _both_doors(engine: Engine, unionid: str) -> list[Outcome]:
    for openid in ("o-mini", "o-page"):
        external = ExternalUserId(f"wm-{openid}-{unionid}")
        members.meet(engine.ctx(), external, engine.ctx().at, "", UserId("liming"), members.NO_STORE)
    doors: list[Any] = [sessions.sign_in, partial(sessions.sign_in_reader, was_asked=True)]
    acts = [partial(doors[number % 2], engine.ctx(f"{unionid}-{number}"), unionid) for number in range(DOORS)]
    return crowd(acts)


def test_whoever_signs_in_by_two_doors_at_once_is_one_member(people: Engine) -> None:
    """Nobody knew the unionid before: one of both contacts has it, and every session is that one's."""
    for turn in range(ROUNDS):
        unionid = f"u{turn}"
        outcomes = _both_doors(people, unionid)
        assert [outcome.name for outcome in outcomes] == [""] * DOORS
        (member,) = {outcome.value.member_id for outcome in outcomes}
        assert members.owner_of(people.ctx(), unionid) == member
        assert reader_rows.reader(people.ctx(), "wxaccount", "o-page") == member


def naive_identify(ctx: Ctx, unionid: str, member_id: MemberId) -> MemberId:
    """What a hurried programmer writes: look whose it is, then write."""
    owner = members.owner_of(ctx, unionid)
    if owner is None:
        IdentityRow(key(ctx, "identity", "unionid", unionid), SELF, member_id=member_id).stamped(ctx).save()
    return owner or member_id


def test_looking_first_makes_two_of_them(people: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: if this passes, the test above could not see the race at all."""
    monkeypatch.setattr(members, "identify", naive_identify)
    for turn in range(NEGATIVE_ROUNDS):
        outcomes = _both_doors(people, f"n{turn}")
        if len({outcome.value.member_id for outcome in outcomes if outcome.value}) > 1:
            return
    pytest.fail("the naive claim of a unionid was never caught")


def _by(door: str, number: int) -> Claiming:
    """A tap in the mini-program, or on the page of a post."""
    if door == "page":
        return Claiming(way=ClaimWay.POST, request=f"key:h5-{number}", source="post:01XYZ")
    return Claiming(way=ClaimWay.ANYONE, request=f"key:mini-{number}")


def _claims(engine: Engine, template_id: TemplateId, claim: Any) -> list[Outcome]:
    return crowd(
        [
            partial(claim, engine.ctx(f"{door}-{number}", "m1"), template_id, MemberId("m1"), _by(door, number))
            for number in range(DOORS)
            for door in ("mini", "page")
        ]
    )


def test_a_member_who_claims_by_both_doors_at_once_has_their_limit_and_no_more(engine: Engine) -> None:
    """However they tap: two of two, every other tap is told so, and stock and coupons make up the sum."""
    for _ in range(ROUNDS):
        template = engine.template(stock=50, buckets=4, per_member=2)
        outcomes = _claims(engine, template.template_id, service.claim)
        count = engine.count(template)
        assert (len(count.coupons), count.left) == (2, 48)
        assert {outcome.name for outcome in outcomes} <= {"", "AlreadyClaimed", "TooBusy"}
        given = {outcome.value.code for outcome in outcomes if outcome.value}
        assert given == {row["code"]["S"] for row in count.coupons}


def naive_claim(ctx: Ctx, template_id: TemplateId, member_id: MemberId, claiming: Claiming) -> Any:
    """What a hurried programmer writes: count what they have, then give one more."""
    terms = service.template(ctx, template_id)
    owned = store.owned(ctx, [terms], member_id, consistent=True)[template_id]
    if owned >= terms.per_member:
        raise AlreadyClaimed()
    code = CouponCode(random_code(ctx.rng, 16))
    coupon = store.new_coupon(ctx, terms, member_id, owned + 1, claiming, ctx.at, code)
    coupon.stamped(ctx).save()
    return service._coupon(coupon)


def test_counting_first_gives_too_many(engine: Engine) -> None:
    """The negative control."""
    template = engine.template(stock=50, per_member=2)
    _claims(engine, template.template_id, naive_claim)
    assert len(engine.count(template).coupons) > 2


def test_a_renewal_that_meets_a_sign_out_gives_nobody_a_session(engine: Engine) -> None:
    """The renewed token is of the session that ended, whichever of both was first."""
    customer, entry = ExternalUserId("wm-known"), rules.add_entry(engine.ctx().at, How.FULL, "")
    known = members.member_id_of(engine.ctx(), customer)
    members.add(engine.ctx(), customer, UserId("liming"), entry)
    for turn in range(ROUNDS):
        now = engine.at(0)
        token, _ = session.issue(session.Session(corp="demo", who=known, is_member=True), now)
        begun = session.verify(token, now)

        def ctx_of(name: str, begun: session.Session = begun) -> Ctx:
            import msgspec

            ctx = engine.ctx(name, known)
            return msgspec.structs.replace(ctx, session=session.check_open(ctx, begun))

        asking = [ctx_of(f"{turn}-{number}") for number in range(DOORS)]
        acts: list[Any] = [partial(sessions.renew, ctx) for ctx in asking[1:]]
        outcomes = crowd([partial(sessions.sign_out, asking[0]), *acts])
        session.look_again()
        for outcome in outcomes[1:]:
            with pytest.raises(SessionExpired):
                session.check_open(asking[0], session.verify(outcome.value.token, now))
