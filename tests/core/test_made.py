"""What operators make says who made it and who changed it last, and answers say their names."""

from __future__ import annotations

import app as _  # noqa: F401  the app registers every route
from chalicelib.core.http import schemas
from chalicelib.core.http.people import with_names
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.ids import UserId
from chalicelib.core.shapes import Hands, Person
from chalicelib.core.storage.table import change, get
from chalicelib.coupons.store import TemplateRow
from tests.support import make
from tests.support.make.things import made
from tests.support.stack import Stack


def test_a_made_thing_names_its_maker_and_its_last_editor(stack: Stack) -> None:
    """Of two operators, each with their name; no verb wrote it."""
    template = make.coupon_template(stack)
    marketer = make.operator(stack, "marketer", "liming")
    made(marketer.post(f"/admin/v1/coupon-templates/{template.id}/ends", {}))
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    shown = made(stack.operator().get(f"/admin/v1/coupon-templates/{template.id}"))
    assert shown["created_by"] == {"userid": "zhangwei", "name": "zhangwei"}
    assert shown["edited_by"] == {"userid": "liming", "name": "liming"}
    assert shown["edited_at"]


def test_what_the_system_notes_is_no_edit(stack: Stack) -> None:
    """A change by a function leaves the maker and the last editor as they were."""
    template = make.coupon_template(stack)
    ctx = stack.ctx()
    pk = f"demo#coupon_template#{template.id}"
    for actor in ("operator:liming", "system:on_due"):
        change(ctx.acting(actor), TemplateRow(pk, "-"), [TemplateRow.name.set(actor)], None)
    row = get(TemplateRow, pk, "-")
    assert row is not None
    assert (row.created_by, row.edited_by) == (Person(UserId("zhangwei")), Person(UserId("liming")))
    assert row.changed_by == "system:on_due"


def _shows_staff(route: Route) -> bool:
    return route.answer is not None and Person in schemas._classes(route.answer)


def test_no_customer_is_told_who_of_the_staff_made_a_thing() -> None:
    """Their doors' answers have no place for it; operators' have."""
    shown = [route for route in REGISTRY if _shows_staff(route)]
    assert {route.name for route in shown} >= {"read_coupon_template", "list_posts", "read_groupbuy"}
    assert [route.path for route in shown if route.allow in (MEMBER, PUBLIC)] == []


def test_names_are_looked_up_without_touching_what_caches_hold(stack: Stack) -> None:
    """The same answer, shared by two requests, stays without names."""
    held = [Hands(created_by=Person(UserId("zhangwei"))), Hands()]
    told = with_names(stack.ctx(), {"items": held})
    assert told["items"][0].created_by.userid == "zhangwei"
    assert held[0].created_by == Person(UserId("zhangwei"))
    assert told["items"][1] is held[1]
