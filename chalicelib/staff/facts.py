"""What happens to staff."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.staff.states import StaffState

STAFF = {"staff": "liming"}


class AboutStaff(FactData, frozen=True, kw_only=True):
    """Who of the staff."""

    staff: UserId


@fact("staff.left", zh="员工 {staff} 已离开企业", en="{staff} left the corp", sample=STAFF)
class StaffLeft(AboutStaff, frozen=True, kw_only=True):
    """They are of the corp no more."""


@fact("staff.appeared", zh="员工 {staff} 在职且账号可用", en="{staff} is of the corp and can act", sample=STAFF)
class StaffAppeared(AboutStaff, frozen=True, kw_only=True):
    """They are new, or back, or have their account again."""


@fact(
    "staff.suspended",
    zh="员工 {staff} 的账号不可用（{state}）",
    en="{staff} cannot act ({state})",
    sample={**STAFF, "state": "disabled"},
)
class StaffSuspended(AboutStaff, frozen=True, kw_only=True):
    """They are of the corp, but their account was taken away, or never activated."""

    state: StaffState


@fact(
    "staff.renamed",
    zh="员工 {former} 的账号改为 {staff}",
    en="The userid of {former} became {staff}",
    sample={**STAFF, "former": "li"},
)
class StaffRenamed(AboutStaff, frozen=True, kw_only=True):
    """Their userid was changed. former: the one before."""

    former: UserId


@fact(
    "directory.reconciled",
    zh="通讯录已与企业微信核对",
    en="The directory was compared with WeCom's",
    sample={"found": 20},
    kept_days=35,
)
class DirectoryReconciled(FactData, frozen=True, kw_only=True):
    """Everybody was asked about. found: how many there are."""

    found: int
