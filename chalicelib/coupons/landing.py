"""The page that a coupon's link leads to: what it is worth, until when, and how to claim it.

A link is `/k/<corp>-<template>`, with `.<kind>-<id>` behind it where it says what led to the claim, such as
`.post-01ABC`. Nothing of it is signed, since nothing follows from it: what a post has offered the claim itself proves,
and every other source only tells reports where claims come from.
"""

from __future__ import annotations

import re

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Moment, moment
from chalicelib.core.money import yuan
from chalicelib.core.ops import secrets
from chalicelib.coupons import offers
from chalicelib.coupons.errors import UnknownTemplate
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import OnOffer
from chalicelib.coupons.states import ClaimWay
from chalicelib.platforms.wechat import account

ENTRY = re.compile(r"(?P<template>[0-9A-Za-z]{1,40})(\.(?P<kind>[a-z_]{1,20})-(?P<id>[0-9A-Za-z_-]{1,40}))?", re.ASCII)
POST = "post"


class Landing(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows. amount_off, threshold: in yuan, '' for none; since, until: in Shanghai, '' for no bound.

    offer_path, claim_path, source: for the page's script. sign_in, wallet, link: addresses, '' for none.
    """

    offer: OnOffer
    amount_off: str
    threshold: str
    since: str
    until: str
    address: str
    offer_path: str
    claim_path: str
    source: str
    sign_in: str
    wallet: str
    link: str
    is_in_wechat: bool


def link(ctx: Ctx, template_id: TemplateId, kind: str = "", of: str = "") -> str:
    """The address of a coupon's page. kind, of: what led to it."""
    return f"{config().public_url}/k/{ctx.corp}-{template_id}{f'.{kind}-{of}' if kind else ''}"


def page(ctx: Ctx, entry: str, is_in_wechat: bool) -> Landing:
    """What a link shows to everybody. 0 reads for 5 s, then 0.5 RU and 0.5 RU a bucket. Raises UnknownTemplate.

    entry: behind the corp's key. is_in_wechat: whoever looks does so in WeChat.
    """
    found = ENTRY.fullmatch(entry)
    if found is None:
        raise UnknownTemplate()
    template_id, kind, of = TemplateId(found["template"]), found["kind"] or "", found["id"] or ""
    offer = offers.one(ctx, template_id, ClaimWay.POST if kind == POST else ClaimWay.ANYONE)
    source = f"{kind}:{of}" if kind else ""
    path = f"/mini/v1/coupon-templates/{template_id}"
    is_known_here = is_in_wechat and account.has_account(ctx.corp)
    may_sign_in = is_known_here and offer.why_not is None
    return Landing(
        offer=offer,
        amount_off=yuan(offer.amount_off),
        threshold=yuan(offer.threshold) if offer.threshold else "",
        since=_shown(offer.claim_from),
        until=_shown(offer.claim_until),
        address=f"{config().public_url}/k/{ctx.corp}-{entry}",
        offer_path=path,
        claim_path=f"/mini/v1/posts/{of}/coupon-templates/{template_id}/claims" if kind == POST else f"{path}/claims",
        source="" if kind == POST else source,
        sign_in=f"/mini/v1/sign-in?corp={ctx.corp}&next=/k/{ctx.corp}-{entry}" if may_sign_in else "",
        wallet=f"/m/{ctx.corp}-coupons" if is_known_here else "",
        link=_in_mini_program(ctx, template_id, source),
        is_in_wechat=is_in_wechat,
    )


def _in_mini_program(ctx: Ctx, template_id: TemplateId, source: str) -> str:
    made = secrets.platforms(ctx.corp).mini_coupon_link
    return made.replace("{coupon}", template_id).replace("{source}", source.replace(":", "%3A"))


def _shown(at: Moment) -> str:
    return moment(at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""
