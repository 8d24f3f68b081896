"""What a customer sees of themselves and may take, for the document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A member looks around, has the session renewed, and signs out."""
    stack.clock.advance(6)
    make.coupon_template(stack, name="会员日券", usage="到店出示券码即可使用", per_member=2)
    http = make.member_session(stack, names["member_id"])
    http.get("/mini/v1/me")
    http.get("/mini/v1/coupon-templates?limit=1")
    http.get(f"/mini/v1/coupon-templates/{names['template_id']}")
    http.get("/mini/v1/groupbuys?limit=1")
    http.get("/mini/v1/products?limit=1")
    http.call("PUT", "/mini/v1/sessions", None, {})
    http.call("DELETE", "/mini/v1/sessions", None, {})
