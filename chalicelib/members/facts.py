"""What happens to members."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How, LostBy

MEMBER = {"member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG"}
SOURCE = {**MEMBER, "code": "abcdefabcdef", "staff": "liming", "store": "01KAJ6T0003V0Q8N2B7M4T6Y9R"}


class Source(FactData, frozen=True, kw_only=True):
    """Whom a member came to, and through which channel parameter (a live code's code; '' when there was none).

    store: that of the live code, else the one that the member of staff was of first; '' for none.
    """

    member: MemberId
    code: str
    staff: UserId
    store: StoreId = StoreId("")


@fact(
    "member.joined",
    zh="成为会员，来源 {code:=非活码}，员工 {staff}",
    en="Became a member through {code:=no live code} at {staff}",
    sample=SOURCE,
)
class MemberJoined(Source, frozen=True, kw_only=True):
    """A customer was met, with the source known then."""


@fact(
    "member.source_corrected",
    zh="最早来源更正为 {code:=非活码}，员工 {staff}",
    en="The earliest source turned out to be {code:=no live code} at {staff}",
    sample=SOURCE,
)
class MemberSourceCorrected(Source, frozen=True, kw_only=True):
    """An earlier source became known, because callbacks overtook each other."""


@fact(
    "staff.added",
    zh="添加了员工 {staff}（{how:full=已成为好友;half=等待员工通过;found=对账时发现}），来源 {code:=非活码}",
    en="Added {staff} ({how:full=friends;half=not yet confirmed;found=found later}) through {code:=no live code}",
    sample={**SOURCE, "how": "full"},
)
class StaffAdded(Source, frozen=True, kw_only=True):
    """A customer added a member of staff, or asked to."""

    how: How


@fact(
    "staff.lost",
    zh="与员工 {staff} 的好友关系解除（{by:customer=顾客删除;staff=员工删除;transfer=客户继承;found=对账时发现}）",
    en="The friendship with {staff} ended ({by:customer=by the customer;staff=by staff;transfer=handed over;found=found"
    " later})",
    sample={**MEMBER, "staff": "liming", "by": "customer"},
)
class StaffLost(FactData, frozen=True, kw_only=True):
    """One of the two deleted the other."""

    member: MemberId
    staff: UserId
    by: LostBy


@fact(
    "friend.renamed",
    zh="员工 {former} 的账号改为 {staff}，好友关系不变",
    en="{former} is called {staff} now; the friendship goes on",
    sample={**MEMBER, "staff": "liming", "former": "li"},
)
class FriendRenamed(FactData, frozen=True, kw_only=True):
    """A friendship goes on under the new userid of the member of staff. former: the one before."""

    member: MemberId
    staff: UserId
    former: UserId


@fact(
    "member.tagged",
    zh="员工 {staff} 打的标签变为：{tags:=无}",
    en="The tags of {staff} became: {tags:=none}",
    sample={**MEMBER, "staff": "liming", "tags": ["新客"]},
)
class MemberTagged(FactData, frozen=True, kw_only=True):
    """The tags that one member of staff has on the member, as they are now."""

    member: MemberId
    staff: UserId
    tags: tuple[str, ...]


class AboutMember(FactData, frozen=True, kw_only=True):
    """Which member."""

    member: MemberId


@fact("member.refused_posts", zh="本人拒绝接收群发", en="Refused posts", sample=MEMBER)
class MemberRefusedPosts(AboutMember, frozen=True, kw_only=True):
    """The member's own word."""


@fact("member.accepted_posts", zh="本人同意接收群发", en="Accepted posts again", sample=MEMBER)
class MemberAcceptedPosts(AboutMember, frozen=True, kw_only=True):
    """The member's own word."""


@fact("member.blocked", zh="被加入群发屏蔽名单", en="Was left out of posts by an operator", sample=MEMBER)
class MemberBlocked(AboutMember, frozen=True, kw_only=True):
    """An operator's word; the reason is for colleagues and stays on the row."""


@fact("member.unblocked", zh="被移出群发屏蔽名单", en="Is no longer left out of posts", sample=MEMBER)
class MemberUnblocked(AboutMember, frozen=True, kw_only=True):
    """An operator's word."""


@fact("member.unmasked", zh="隐藏的备注与手机号被查看", en="Hidden notes and numbers were seen", sample=MEMBER)
class MemberUnmasked(AboutMember, frozen=True, kw_only=True):
    """Somebody with the right saw what is hidden; who it was is the fact's actor, why stands in the row."""
