"""What the doors of the directory take and give, and what other rooms are told of a member of staff."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, SECOND, Moment
from chalicelib.staff.ids import DepartmentId
from chalicelib.staff.states import ABLE, GONE, StaffState


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as other rooms need them.

    name, avatar: '' while it is not known. serves: they may have customers. since: when they left or were renamed.
    now_called: their userid now, where it was changed; formerly: the one before. ended_at: when whoever had the userid
    last left, or was renamed: since then it may be somebody else's. is_met: the
    directory has met them.
    """

    userid: UserId
    name: str = ""
    avatar: str = ""
    is_met: bool = False
    state: StaffState = StaffState.UNSEEN
    serves: bool = False
    since: Moment = NEVER
    now_called: UserId = UserId("")
    formerly: UserId = UserId("")
    ended_at: Moment = NEVER

    @property
    def is_able(self) -> bool:
        """A customer may reach them, and they may act."""
        return self.state in ABLE

    @property
    def is_gone(self) -> bool:
        """They are not of the corp any more under that userid."""
        return self.state in GONE

    def is_of_another(self, at: Moment) -> bool:
        """True for what was done under the userid at a moment by whoever had it before. By whole seconds."""
        return at[:SECOND] <= self.ended_at[:SECOND]


class StaffLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a list reads of a member of staff; the moments decide the state (rules.state)."""

    userid: UserId
    name: str = ""
    avatar: str = ""
    status: StaffState = StaffState.UNSEEN
    departments: tuple[DepartmentId, ...] = ()
    serves: bool = False
    there_at: Moment = NEVER
    gone_at: Moment = NEVER
    renamed_at: Moment = NEVER


class StaffQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which staff, by userid. state: of one state only, else all but renamed ones. department: of this one only.

    search: what the name or userid holds. needs_help: true for whoever cannot serve although of the corp (unseen,
    inactive, disabled), false for everybody else.
    """

    state: StaffState | None = None
    department: Annotated[int, Meta(ge=0)] = 0
    serves: bool | None = None
    search: Annotated[str, Meta(max_length=40)] = ""
    needs_help: bool | None = None


class StaffMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff.

    name, avatar: '' where the app may not see them. serves: may have customers
    (客户联系使用范围). since: when they left or were renamed, else null. read_at: when WeCom was asked, null for never.
    """

    userid: UserId
    name: str
    avatar: str
    state: StaffState
    departments: tuple[DepartmentId, ...]
    serves: bool
    since: Moment | None
    read_at: Moment | None
    now_called: UserId
    formerly: UserId


class StaffInList(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff in a list."""

    userid: UserId
    name: str
    avatar: str
    state: StaffState
    departments: tuple[DepartmentId, ...]
    serves: bool


class Department(msgspec.Struct, frozen=True):
    """A department; above: the one it is part of, 0 for the topmost that the app may see."""

    department: DepartmentId
    name: str
    above: DepartmentId
    order: int


class Departments(msgspec.Struct, frozen=True):
    """The departments that the app may see, each after the one it is part of."""

    items: list[Department]


class Reconciling(msgspec.Struct, frozen=True):
    """A reconcile that was asked for: how far it is stands under its job."""

    job_id: str
