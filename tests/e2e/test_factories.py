"""What `tests/support/make` makes is there: each factory with nothing given, on a stack that serves all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support import make
from tests.support.stack import Stack, running_stack

PATHS: list[tuple[Callable[[Stack], make.Thing], str]] = [
    (make.live_code, "/admin/v1/live-codes/{id}"),
    (make.coupon_template, "/admin/v1/coupon-templates/{id}"),
    (make.content_item, "/admin/v1/content-items/{id}"),
    (make.content, "/admin/v1/content-items/{id}"),
    (make.picture, "/admin/v1/pictures/{id}"),
    (make.post, "/admin/v1/posts/{id}"),
    (make.product, "/admin/v1/products/{id}"),
    (make.activity, "/admin/v1/groupbuys/{id}"),
    (make.team, "/admin/v1/groupbuy-teams/{id}"),
    (make.order, "/staff/v1/orders/{id}"),
    (make.shop_order, "/admin/v1/orders/{id}"),
    (make.paid_order, "/staff/v1/orders/{id}"),
    (make.payment, "/admin/v1/payments/{id}"),
]


@pytest.fixture(scope="module")
def world() -> Iterator[Stack]:
    """One for the whole file: what is made here does not touch what was made before."""
    with running_stack() as stack:
        yield stack


@pytest.mark.parametrize(("factory", "path"), PATHS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_factory_makes_a_thing_that_its_door_shows(
    world: Stack, factory: Callable[[Stack], make.Thing], path: str
) -> None:
    """With nothing but the stack, which already holds what the factories before it made."""
    assert make.session(world).get(path.format(id=factory(world).id)).status == 200


def test_things_of_customers_are_found_where_customers_look(world: Stack) -> None:
    """A coupon in the wallet, redeemed at the till; a tag and a forecast where they were asked for."""
    member = make.member(world)
    coupon = make.coupon(world, member=member)
    make.redemption(world, coupon)
    assert [(mine.id, mine["status"]) for mine in member.wallet()] == [(coupon.id, "redeemed")]
    post = make.post(world)
    forecast = make.forecast(world, post)
    assert make.session(world).get(f"/admin/v1/posts/{post.id}/forecasts/{forecast.id}").status == 200
    assert make.tag(world).id == make.tag(world).id


def test_a_member_has_a_friend_on_the_staff_and_is_known_to_wechat_pay(world: Stack) -> None:
    """At our side and at WeCom's; through a live code if one is named."""
    code = make.live_code(world, staff=[{"userid": "wangfang"}])
    for member, staff in (
        (make.member(world, staff="zhaolei"), "zhaolei"),
        (make.member(world, "bo", code), "wangfang"),
    ):
        read = make.session(world).get(f"/admin/v1/members/{member.id}").json()
        assert [(relation["userid"], relation["status"]) for relation in read["relations"]] == [(staff, "friend")]
        assert read["external_userid"] == member.external_userid
    assert read["first_state"] == code.id


def test_a_thing_of_another_corp_is_that_corps(world: Stack) -> None:
    """`corp=` reaches all that a thing rests on."""
    order = make.paid_order(world, corp="rival")
    assert make.session(world, corp="rival").get(f"/staff/v1/orders/{order.id}").status == 200
    assert make.session(world).get(f"/staff/v1/orders/{order.id}").status == 404


def test_an_operator_has_the_role_that_was_asked_for(world: Stack) -> None:
    """A viewer reads and makes nothing; the factory says so instead of going on."""
    viewer = make.operator(world, "viewer")
    assert viewer.get("/admin/v1/members").status == 200
    with pytest.raises(AssertionError, match="RoleNotAllowed"):
        make.coupon_template(world, by=viewer)
