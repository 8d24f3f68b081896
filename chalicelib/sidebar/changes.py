"""What the rows of the side bar say has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.sidebar.facts import SideBarTaken
from chalicelib.sidebar.store import SendingRow


def sending(row: SendingRow) -> list[Told]:
    """Something was taken for a customer."""
    data = SideBarTaken(
        member=row.member_id,
        staff=row.staff,
        content=row.content,
        content_version=row.version,
        coupon_template=row.coupon_template,
    )
    return [Told(data=data, subject=f"member#{row.member_id}", at=row.taken_at, mark=row.sending_id)]
