"""A world in which the corp `demo` owns one of everything, and what its things are called in paths."""

from __future__ import annotations

from tests.support import make
from tests.support.make.people import OWNER
from tests.support.stack import Stack

Names = dict[str, str]


def build(stack: Stack) -> Names:
    """One of everything that a path of the API can name, by the name of the path's part."""
    post = make.post(stack)
    occurrence = make.occurrence(stack, post)
    make.report(stack, post)
    template = make.coupon_template(stack)
    code = make.live_code(stack, coupon_template_id=template.id)
    member = make.member(stack, through=code)
    own = make.member(stack, "小青", staff=OWNER)
    product = make.product(stack)
    activity = make.activity(stack, product)
    team = make.team(stack, activity, member)
    make.books(stack, activity)
    return {
        "code": code.id,
        "template_id": template.id,
        "member_id": member.id,
        "coupon": member.wallet()[0].id,
        "userid": "liming",
        "item_id": make.content_item(stack).id,
        "version": "1",
        "picture_id": make.picture(stack).id,
        "product_id": product.id,
        "sku_id": product["skus"][0]["sku_id"],
        "activity_id": activity.id,
        "team_id": team.id,
        "order_id": team.order.id,
        "post_id": post.id,
        "at": occurrence.id,
        "forecast_id": make.forecast(stack, post).id,
        "draft_forecast_id": make.draft_forecast(stack).id,
        "number": make.payment(stack, team.order).id,
        "refund_number": f"R{team.order.id}-1",
        "job_id": make.job(stack).id,
        "role_id": make.role(stack).id,
        "store_id": make.store(stack, number="HQ01", clerks=["liming", "zhaolei"]).id,
        "pack_id": make.pack(stack, code).id,
        "note_id": make.note(stack, member).id,
        "departure_id": make.departure(stack).id,
        "tag_id": make.tag_ids(stack, "VIP")[0],
        "group_id": make.tag_group(stack),
        "export_id": make.export(stack).id,
        "external_userid": own.external_userid,
        "entry": "demo-settings",
        "followup_id": make.follow_up(stack, own).id,
    }
