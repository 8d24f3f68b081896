"""The control API's administrators: people and departments, a verb each."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from local.servers.basics import Json
from local.servers.control import Rules, body_as, shown
from local.wecom.api.statistics import put_by_hand
from local.wecom.parts import Parts
from local.wecom.records import Behaviour, Department, Staff
from local.wecom.states import StaffStatus


class StaffIn(Struct, forbid_unknown_fields=True):
    """Body of POST staff: somebody new."""

    userid: str
    name: str
    avatar: str = ""
    departments: list[int] = field(default_factory=lambda: [1])
    serves: bool = True
    visible: bool = True


class ChangeIn(Struct, forbid_unknown_fields=True):
    """Body of a member's change: what is left out stays."""

    name: str | UnsetType = UNSET
    avatar: str | UnsetType = UNSET
    departments: list[int] | UnsetType = UNSET
    serves: bool | UnsetType = UNSET
    visible: bool | UnsetType = UNSET


class RenameIn(Struct, forbid_unknown_fields=True):
    """Body of a member's rename."""

    userid: str


class DepartmentIn(Struct, forbid_unknown_fields=True):
    """Body of PUT departments/{id}."""

    name: str
    parentid: int = 1
    order: int = 0


class DirectoryControl:
    """The routes and their views. All raise NotFound and Refused as the directory does."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.directory = parts.directory

    def rules(self) -> Rules:
        """What is registered."""
        corp = "/corps/<corp_id>"
        member, department = f"{corp}/staff/<userid>", f"{corp}/departments/<int:number>"
        return [
            ("GET", f"{corp}/staff", self.people), ("POST", f"{corp}/staff", self.add),
            ("POST", f"{member}/change", self.change), ("POST", f"{member}/rename", self.rename),
            ("POST", f"{member}/disable", self.disable), ("POST", f"{member}/enable", self.enable),
            ("POST", f"{member}/leave", self.leave), ("POST", f"{member}/return", self.come_back),
            ("PUT", f"{member}/behaviour/<day>", self.put_behaviour),
            ("GET", f"{corp}/departments", self.departments), ("PUT", department, self.keep_department),
            ("DELETE", department, self.drop_department), ("DELETE", f"{corp}/tags/<tag_id>", self.drop_tag),
        ]  # fmt: skip

    # people

    def people(self, corp_id: str) -> Json:
        """Who is of the corp, and who has left."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            return {
                "staff": [shown(one) for one in corp.staff.values()],
                "left": [shown(one) for one in corp.left.values()],
            }  # fmt: skip

    def add(self, corp_id: str) -> Json:
        """Somebody new."""
        return shown(self.directory.add(corp_id, Staff(**msgspec.structs.asdict(body_as(StaffIn)))))

    def change(self, corp_id: str, userid: str) -> Json:
        """Some of what is known of a member."""
        fields: dict[str, Any] = msgspec.structs.asdict(body_as(ChangeIn))
        given = {name: value for name, value in fields.items() if value is not UNSET}
        return shown(self.directory.change(corp_id, userid, **given))

    def rename(self, corp_id: str, userid: str) -> Json:
        """Another userid."""
        return shown(self.directory.rename(corp_id, userid, body_as(RenameIn).userid))

    def disable(self, corp_id: str, userid: str) -> Json:
        """The account is taken away."""
        return shown(self.directory.disable(corp_id, userid, StaffStatus.DISABLED))

    def enable(self, corp_id: str, userid: str) -> Json:
        """The account is given back."""
        return shown(self.directory.disable(corp_id, userid, StaffStatus.ACTIVE))

    def leave(self, corp_id: str, userid: str) -> Json:
        """Out of the corp."""
        self.directory.leave(corp_id, userid)
        return {"left": True}

    def come_back(self, corp_id: str, userid: str) -> Json:
        """Back under the old userid."""
        return shown(self.directory.come_back(corp_id, userid))

    def put_behaviour(self, corp_id: str, userid: str, day: str) -> Json:
        """What is told of a member's day, in the place of what happened. Raises ValueError for no day."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            return put_by_hand(self.world, corp_id, userid, day, body_as(Behaviour))

    # departments and tags

    def departments(self, corp_id: str) -> Json:
        """All of them."""
        with self.world.lock:
            return {"departments": [shown(one) for one in self.world.corp(corp_id).departments.values()]}

    def keep_department(self, corp_id: str, number: int) -> Json:
        """A new one, or a change of an old one."""
        department = Department(number, **msgspec.structs.asdict(body_as(DepartmentIn)))
        return shown(self.directory.keep_department(corp_id, department))

    def drop_department(self, corp_id: str, number: int) -> Json:
        """An empty one goes."""
        self.directory.drop_department(corp_id, number)
        return {"deleted": True}

    def drop_tag(self, corp_id: str, tag_id: str) -> Json:
        """A corp tag or a group of them is deleted in the console."""
        self.directory.drop_tag(corp_id, tag_id)
        return {"deleted": True}
