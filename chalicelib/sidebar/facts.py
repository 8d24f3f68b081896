"""What happens in the side bar."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId

SAMPLE = {
    "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
    "staff": "liming",
    "content": "01KAJ8S0003V0Q8N2B7M4T6Y9Q",
    "content_version": 2,
    "coupon_template": "",
}


@fact(
    "sidebar.taken",
    zh="员工 {staff} 从侧边栏选取了素材 {content:=无}、优惠券 {coupon_template:=无} 发给会员",
    en="{staff} took content {content:=none}, coupon {coupon_template:=none} out of the side bar for the member",
    sample=SAMPLE,
)
class SideBarTaken(FactData, frozen=True, kw_only=True):
    """A member of staff took a script or a coupon for a customer. Whether they tapped "send" WeCom does not tell.

    content, content_version: '' and 0 for a coupon; coupon_template: '' for content.
    """

    member: MemberId
    staff: UserId
    content: ContentId
    content_version: int
    coupon_template: TemplateId
