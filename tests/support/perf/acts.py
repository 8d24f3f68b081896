"""The acts that have a budget, each made ready on a stack and then done once under the meter.

The tests compare them with the design's budget; the benchmarks print them.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from chalicelib import clock
from chalicelib.core import instance
from chalicelib.core.money import Fen
from chalicelib.coupons import service as coupons
from chalicelib.coupons.errors import AlreadyRedeemed, SoldOut
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.stores.shapes import NO_STORE
from tests.support import make
from tests.support.claims import tap
from tests.support.http import Answer
from tests.support.perf.meter import Cost, metered
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import join_event, sealed


class Acts:
    """One stack with a shop in it, warm unless an act says otherwise."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.shop = Shop(stack)

    @cached_property
    def code(self) -> dict[str, Any]:
        """A live code that is ready."""
        return self.shop.live_code()

    def scan(self) -> tuple[Cost, Answer]:
        """A customer opens the entry page of a live code."""
        path = f"/c/demo-{self.code['code']}"
        self.stack.http.get(path)
        with metered() as cost:
            answer = self.stack.http.get(path)
        return cost, answer

    def cold_scan(self) -> tuple[Cost, Answer]:
        """The same on an instance that knows nothing."""
        path = f"/c/demo-{self.code['code']}"
        self.stack.http.get(path)
        instance.forget()
        with metered() as cost:
            answer = self.stack.http.get(path, user_agent="another phone")
        return cost, answer

    def unknown_scan(self) -> tuple[Cost, Answer]:
        """Somebody guesses a code, for the second time."""
        self.stack.http.get("/c/demo-000000000000")
        with metered() as cost:
            answer = self.stack.http.get("/c/demo-000000000000")
        return cost, answer

    def callback(self, external_userid: str = "wmAAAA") -> tuple[Cost, Answer]:
        """WeCom tells of a join; the bill up to the answer."""
        path, body = sealed("demo", self.event(external_userid))
        self.stack.http.call("GET", "/wecom/callback/rival", None, {})
        with metered() as cost:
            answer = self.stack.http.call("POST", path, body, {}, "text/xml")
        return cost, answer

    def event(self, external_userid: str, **more: str) -> str:
        """The plaintext of a join at the stack's time."""
        return join_event("demo", "liming", external_userid, int(self.stack.clock.time()), **more)

    def join(self) -> Cost:
        """on_callback works on a join through a live code whose welcome is sent; caches and token are warm."""
        way = self.code["contact_ways"][0]
        self.stack.platform.add(self.stack.platform.customer(), way["config_id"])
        self.stack.work_off()
        self.stack.platform.add(self.stack.platform.customer("小明"), way["config_id"])
        self.stack.sandbox.deliver_all()
        with metered() as cost:
            self.stack.drain.callbacks()
        return cost

    def whole_join(self) -> Cost:
        """The same from WeCom's call on to the end of all that follows, errands among it."""
        self.stack.drain.is_counting = True
        way = self.code["contact_ways"][0]
        self.stack.platform.add(self.stack.platform.customer(), way["config_id"])
        self.stack.work_off()
        self.stack.platform.add(self.stack.platform.customer("小明"), way["config_id"])
        with metered() as cost:
            self.stack.work_off()
        return cost

    def follow(self) -> Cost:
        """What a stored join leads to, but for errands: facts and a coupon."""
        self.join()
        with metered() as cost:
            while self.stack.drain.changes() or self.stack.drain.follow() or self.stack.drain.lanes():
                pass
        return cost

    def claim(self) -> Cost:
        """A member claims a coupon; the template is warm."""
        template = self.shop.template(buckets=1)
        self._claim(template, "warm")
        with metered() as cost:
            self._claim(template, "m1")
        return cost

    def claim_at_the_door(self, *, is_known: bool = True) -> Cost:
        """The same over HTTP, under an Idempotency-Key. is_known: the session was seen here a moment ago."""
        path = f"/mini/v1/coupon-templates/{self.shop.template(buckets=1)}/claims"
        member = make.member_session(self.stack, "m1")
        make.member_session(self.stack, "warm").post(path, {}, **{"Idempotency-Key": "tap"})
        if is_known:
            member.get(path.removesuffix("/claims"))
        with metered() as cost:
            answer = member.post(path, {}, **{"Idempotency-Key": "tap"})
        assert answer.status == 201, answer.body
        return cost

    def sell_out(self, buckets: int) -> Cost:
        """The first claim that finds nothing."""
        template = self.shop.template(stock=buckets, buckets=buckets)
        for number in range(buckets):
            self._claim(template, f"winner {number}")
        with metered() as cost:
            self._refused(template, "first loser")
        return cost

    def cold_claim_after_sell_out(self, buckets: int = 64) -> Cost:
        """A claim on an instance that knows nothing, after the last coupon has gone."""
        template = self.shop.template(stock=buckets, buckets=buckets)
        for number in range(buckets):
            self._claim(template, f"winner {number}")
        self._refused(template, "first loser")
        instance.forget()
        with metered() as cost:
            self._refused(template, "m1")
        return cost

    def claim_after_sell_out(self) -> Cost:
        """A claim on an instance that has seen the last coupon go."""
        template = self.shop.template(stock=1, buckets=1)
        self._claim(template, "winner")
        self._refused(template, "first loser")
        with metered() as cost:
            self._refused(template, "m1")
        return cost

    def redeem(self) -> Cost:
        """A till redeems a coupon."""
        code = self._claim(self.shop.template(buckets=1), "m1")
        ctx = self.stack.ctx(actor="operator:zhaolei", cause="till")
        with metered() as cost:
            coupons.redeem(ctx, code, Fen(20_000))
        return cost

    def refused_redeem(self) -> Cost:
        """A till meets a coupon that was used."""
        code = self._claim(self.shop.template(buckets=1), "m1")
        coupons.redeem(self.stack.ctx(cause="till-1"), code, Fen(20_000))
        with metered() as cost:
            try:
                coupons.redeem(self.stack.ctx(cause="till-2"), code, Fen(20_000))
            except AlreadyRedeemed:
                return cost
        raise AssertionError("it was redeemed twice")

    def look(self) -> Cost:
        """A till looks at a coupon before it redeems it; what the coupon is called is warm."""
        code = self._claim(self.shop.template(buckets=1), "m1")
        ctx = self.stack.ctx(actor="operator:zhaolei", cause="till")
        coupons.look(ctx, code, Fen(20_000), NO_STORE)
        with metered() as cost:
            coupons.look(ctx, code, Fen(20_000), NO_STORE)
        return cost

    def reverse(self) -> Cost:
        """A clerk takes back what they redeemed."""
        code = self._claim(self.shop.template(buckets=1), "m1")
        ctx = self.stack.ctx(actor="operator:zhaolei", cause="till")
        coupons.redeem(ctx, code, Fen(20_000))
        with metered() as cost:
            coupons.reverse(ctx, code, "扫错了券")
        return cost

    def idle_tick(self) -> Cost:
        """The minute's tick of a stack where nothing waits."""
        with metered() as cost:
            clock.tick("tick")
        return cost

    def _claim(self, template: str, member: str) -> CouponCode:
        ctx = self.stack.ctx(actor=f"member:{member}")
        return coupons.claim(ctx, TemplateId(template), MemberId(member), tap(f"tap of {member}")).code

    def _refused(self, template: str, member: str) -> None:
        try:
            self._claim(template, member)
        except SoldOut:
            return
        raise AssertionError("it was not sold out")
