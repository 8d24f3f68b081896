"""Two advisers have one customer open in their side bars: what each does holds, and is what WeCom and the books say."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from unittest import mock

import msgspec
import pytest

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.coupons import store as coupons
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import TemplateTerms
from chalicelib.coupons.states import ClaimWay
from chalicelib.members import following, notes, tagged
from chalicelib.members import store as members
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import OwnTags
from chalicelib.platforms.wecom import client
from chalicelib.sidebar import offering
from chalicelib.sidebar.shapes import Take
from tests.race.platform import Platform
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine
from tests.support.race.rivals import between, without_conditions

LIMING, WANGFANG = UserId("liming"), UserId("wangfang")
CUSTOMER = ExternalUserId("wm1")
ROUNDS = 3
_requests = itertools.count(1)


@pytest.fixture(autouse=True)
def friends_of_both(engine: Engine, platform: Platform) -> None:
    """A customer whom both advisers have as a friend, and the corp's tags."""
    platform.tags = [f"t{number}" for number in range(8)]
    ctx = engine.ctx()
    members.meet(ctx, CUSTOMER, ctx.at, "", LIMING)
    for staff in (LIMING, WANGFANG):
        members.add(ctx, CUSTOMER, staff, f"{ctx.at}|full|")
        platform.marks[(staff, CUSTOMER)] = set()


def acting(engine: Engine, staff: UserId, key: str = "") -> Ctx:
    """A request of an adviser; what is asked again under one key has the same ids."""
    request = key or f"r{next(_requests)}"
    return new_ctx("demo", f"operator:{staff}", request, f"key:{request}", seed=request, now=engine.at(0))


def kept_tags(engine: Engine, staff: UserId) -> list[str]:
    mine = following.followed(acting(engine, staff), CUSTOMER).mine
    return sorted(mine.tags)


# ---- tags


def test_two_advisers_tag_and_untag_one_customer(engine: Engine, platform: Platform) -> None:
    """Each puts three on and takes one of them off, all at once: what is kept of each is what WeCom has of each."""
    acts = [
        partial(tagged.tag_own, acting(engine, staff), CUSTOMER, wanted)
        for staff in (LIMING, WANGFANG)
        for wanted in (*(OwnTags(add=(tag,)) for tag in ("t0", "t1", "t2")), OwnTags(remove=("t0",)))
    ]
    assert {one.name for one in crowd(acts)} <= {"", "TooBusy"}
    for staff in (LIMING, WANGFANG):
        assert kept_tags(engine, staff) == sorted(platform.marks[(staff, CUSTOMER)])
        assert {"t1", "t2"} <= set(kept_tags(engine, staff))


def _overtaken(engine: Engine) -> None:
    """An adviser tags; between what is read back and its storing they tag once more, from another phone."""
    rival = partial(tagged.tag_own, acting(engine, LIMING), CUSTOMER, OwnTags(add=("t1",)))
    with between((client, "contact"), (members, "set_tags"), rival):
        tagged.tag_own(acting(engine, LIMING), CUSTOMER, OwnTags(add=("t0",)))


def test_what_was_read_before_a_rivals_tag_is_not_kept_after_it(engine: Engine) -> None:
    """The rival's answer is the later one, and stands."""
    _overtaken(engine)
    assert kept_tags(engine, LIMING) == ["t0", "t1"]


def test_without_the_moment_of_reading_the_rivals_tag_is_lost(engine: Engine) -> None:
    """Negative control: whoever stores last is believed."""
    with without_conditions("chalicelib.members.store"):
        _overtaken(engine)
    assert kept_tags(engine, LIMING) == ["t0"]


# ---- notes


def _noted(engine: Engine, outcomes: list[Outcome]) -> int:
    assert [one.name for one in outcomes if one.error] == []
    return len(engine.rows("main", "member_note"))


def _notes(engine: Engine, *, seeded: bool) -> list[Outcome]:
    def write(staff: UserId, number: int) -> None:
        ctx = acting(engine, staff, f"{staff}-{number}")
        if not seeded:
            ctx = msgspec.structs.replace(ctx, new_id=acting(engine, staff).new_id)
        notes.write_own(ctx, CUSTOMER, f"备注{number}")

    return crowd([partial(write, staff, number) for staff in (LIMING, WANGFANG) for number in range(4)] * 3)


def test_notes_that_are_sent_again_and_again_are_kept_once(engine: Engine) -> None:
    """Two advisers note four things each, each sent three times at once."""
    assert _noted(engine, _notes(engine, seeded=True)) == 8


def test_without_ids_that_follow_from_the_key_each_sending_is_a_note(engine: Engine) -> None:
    """Negative control."""
    assert _noted(engine, _notes(engine, seeded=False)) == 24


# ---- a coupon


def given(engine: Engine, stock: int = 100, per_member: int = 1) -> TemplateTerms:
    return engine.template(stock, buckets=2, per_member=per_member, claimable_by=(ClaimWay.OPERATOR,))


def send(engine: Engine, template: TemplateTerms, staff: UserId, key: str = "") -> str:
    """The id of the sending."""
    return offering.take(acting(engine, staff, key), CUSTOMER, Take(coupon_template=template.template_id)).sending_id


def assert_given(engine: Engine, template: TemplateTerms, coupons_: int, sendings: int, stock: int = 100) -> None:
    """So many coupons, as many pieces less, and so many sendings are noted."""
    count = engine.count(template)
    assert (len(count.coupons), count.left) == (coupons_, stock - coupons_)
    rows = [row for row in engine.rows("main", "sending") if row["coupon_template"]["S"] == template.template_id]
    assert len(rows) == sendings


def test_a_coupon_sent_again_under_one_key_is_one(engine: Engine) -> None:
    """Sixteen times at once, where the customer may have three: one coupon, one sending, one answer."""
    template = given(engine, per_member=3)
    outcomes = crowd([partial(send, engine, template, LIMING, "tap") for _ in range(16)])
    assert {one.name for one in outcomes} <= {"", "TooBusy"}
    assert len({one.value for one in outcomes if one.value}) == 1
    assert_given(engine, template, 1, 1)


def test_without_a_key_each_tap_is_a_coupon_up_to_the_limit(engine: Engine) -> None:
    """Negative control: taps that do not say that they are the same."""
    template = given(engine, per_member=3)
    outcomes = crowd([partial(send, engine, template, LIMING) for _ in range(16)])
    assert {one.name for one in outcomes} <= {"", "AlreadyClaimed", "TooBusy"}
    assert_given(engine, template, 3, 3)


def test_two_advisers_who_send_one_coupon_at_once_send_one(engine: Engine) -> None:
    """The other is told that the customer has it, and nothing says that they sent one."""
    for _ in range(ROUNDS):
        template = given(engine)
        outcomes = crowd([partial(send, engine, template, staff) for staff in (LIMING, WANGFANG)])
        assert sorted(one.name for one in outcomes) == ["", "AlreadyClaimed"]
        assert_given(engine, template, 1, 1)


@contextmanager
def _codes_by_chance() -> Iterator[None]:
    """A coupon's code says nothing of whose it is."""
    numbers = itertools.count(1)

    def by_chance(ctx: Ctx, template: TemplateTerms, member_id: MemberId, nth: int) -> CouponCode:
        return CouponCode(coupons.pocket_of(ctx, member_id) + f"{next(numbers):012d}")

    with mock.patch.object(coupons, "code_of", by_chance):
        yield


def test_without_codes_that_follow_from_the_member_both_would_send_one(engine: Engine) -> None:
    """Negative control."""
    template = given(engine)
    with _codes_by_chance():
        outcomes = crowd([partial(send, engine, template, staff) for staff in (LIMING, WANGFANG)])
    assert [one.name for one in outcomes] == ["", ""]
    assert_given(engine, template, 2, 2)
