"""What follows in this room, and from what: after each of these facts a member's card is gathered anew."""

from __future__ import annotations

from chalicelib.audience import service
from chalicelib.core.events.flows import Line, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.coupons.facts import CouponRedeemed
from chalicelib.members import facts as members
from chalicelib.orders.facts import OrderPaid

FLOWS: tuple[Line, ...] = (
    OnFact(members.StaffAdded, service.gather, Lane.PEOPLE),
    OnFact(members.StaffLost, service.gather, Lane.PEOPLE),
    OnFact(members.MemberJoined, service.gather, Lane.PEOPLE),
    OnFact(members.MemberSourceCorrected, service.gather, Lane.PEOPLE),
    OnFact(members.FriendRenamed, service.gather, Lane.PEOPLE),
    OnFact(members.MemberTagged, service.gather, Lane.PEOPLE),
    OnFact(members.MemberRefusedPosts, service.gather, Lane.PEOPLE),
    OnFact(members.MemberAcceptedPosts, service.gather, Lane.PEOPLE),
    OnFact(members.MemberBlocked, service.gather, Lane.PEOPLE),
    OnFact(members.MemberUnblocked, service.gather, Lane.PEOPLE),
    OnFact(CouponRedeemed, service.gather, Lane.PEOPLE),
    OnFact(OrderPaid, service.gather, Lane.PEOPLE),
)
