"""What administrators do with the directory: people come, change, are renamed, disabled, leave and come back.

Each creates the event that the platform would send (docs/platform C4), with the two fields that newer addresses get.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from local.servers.basics import NotFound
from local.wecom.deliveries import Deliverer
from local.wecom.life import Refused
from local.wecom.records import Corp, Department, Staff
from local.wecom.states import Change, StaffStatus
from local.wecom.world import World

USERID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.-]{0,63}")


class Directory:
    """The acts of administrators. All raise NotFound for whom does not exist, Refused for what the console refuses."""

    def __init__(self, world: World, deliverer: Deliverer) -> None:
        self.world = world
        self.deliverer = deliverer

    # people

    def add(self, corp_id: str, staff: Staff) -> Staff:
        """Somebody new: create_user."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            self._check_free(corp, staff.userid)
            self._check_departments(corp, staff.departments)
            corp.left.pop(staff.userid, None)
            corp.staff[staff.userid] = staff
            self._tell(corp, Change.STAFF_CREATED, staff)
            return staff

    def change(self, corp_id: str, userid: str, **fields: object) -> Staff:
        """Name, avatar, departments, who they serve, who sees them, their account: update_user."""
        with self.world.lock:
            corp, staff = self.world.corp(corp_id), self.world.staff(corp_id, userid)
            changed = msgspec.structs.replace(staff, **{"active": True, **fields})
            self._check_departments(corp, changed.departments)
            corp.staff[staff.userid] = changed
            self._tell(corp, Change.STAFF_UPDATED, changed)
            return changed

    def disable(self, corp_id: str, userid: str, status: StaffStatus) -> Staff:
        """The account is taken away, or given back."""
        return self.change(corp_id, userid, status=status)

    def rename(self, corp_id: str, userid: str, new: str) -> Staff:
        """Another userid; all that hung on the old one hangs on it (docs/platform K3): update_user with NewUserID."""
        with self.world.lock:
            corp, staff = self.world.corp(corp_id), self.world.staff(corp_id, userid)
            if new.lower() != staff.userid.lower():
                self._check_free(corp, new)
            old, staff.userid = staff.userid, new
            corp.staff = {one.userid: one for one in corp.staff.values()}
            self._move(corp_id, old, new)
            self._tell(corp, Change.STAFF_UPDATED, staff, UserID=old, NewUserID=new)
            return staff

    def leave(self, corp_id: str, userid: str, *, is_told: bool = True) -> None:
        """Out of the corp: delete_user, without a word about their customers. is_told: False, nobody is told."""
        with self.world.lock:
            corp, staff = self.world.corp(corp_id), self.world.staff(corp_id, userid)
            corp.left[staff.userid] = msgspec.structs.replace(corp.staff.pop(staff.userid), left_at=self.world.time())
            if is_told:
                self.deliverer.emit(corp, Change.STAFF_DELETED, {"UserID": staff.userid})
            self.world.record("staff", corp_id=corp_id, action="left", userid=staff.userid, told=is_told)

    def come_back(self, corp_id: str, userid: str) -> Staff:
        """Whoever left is made anew under the old userid: create_user."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            if userid not in corp.left:
                raise NotFound(f"{userid!r} has not left")
            return self.add(corp_id, msgspec.structs.replace(corp.left[userid], left_at=0.0))

    # departments

    def keep_department(self, corp_id: str, department: Department) -> Department:
        """A new one, or another name or place for an old one: create_party, update_party."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            if department.id != 1 and department.parentid not in corp.departments:
                raise NotFound(f"no department {department.parentid}")
            is_new = department.id not in corp.departments
            corp.departments[department.id] = department
            change = Change.PARTY_CREATED if is_new else Change.PARTY_UPDATED
            self.deliverer.emit(corp, change, {"Id": str(department.id)})
            return department

    def drop_department(self, corp_id: str, number: int) -> None:
        """An empty department goes: delete_party."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            if number not in corp.departments:
                raise NotFound(f"no department {number}")
            is_full = any(number in one.departments for one in corp.staff.values())
            if number == 1 or is_full or any(one.parentid == number for one in corp.departments.values()):
                raise Refused("部门下有成员或子部门，不能删除 / the department is not empty")
            del corp.departments[number]
            self.deliverer.emit(corp, Change.PARTY_DELETED, {"Id": str(number)})

    # tags

    def drop_tag(self, corp_id: str, tag_id: str) -> None:
        """Somebody deletes a corp tag, or a group of them, in the console: change_external_tag (docs/platform C3)."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            groups = [group for group in self.world.state.tag_groups.get(corp_id, []) if not group.deleted]
            group = next((group for group in groups if group.id == tag_id), None)
            tag = next((tag for group in groups for tag in group.tags if tag.id == tag_id and not tag.deleted), None)
            if group is not None:
                group.deleted = True
                for one in group.tags:
                    one.deleted = True
            elif tag is not None:
                tag.deleted = True
            else:
                raise NotFound(f"no tag {tag_id!r}")
            kind = "tag_group" if group is not None else "tag"
            self.deliverer.emit(corp, Change.TAG_DELETED, {"Id": tag_id, "TagType": kind})

    # inside

    @staticmethod
    def _check_free(corp: Corp, userid: str) -> None:
        if not USERID.fullmatch(userid):
            raise Refused("账号只能由字母、数字和 _-@. 组成 / not a userid")
        if corp.spelling(userid) in corp.staff:
            raise Refused("账号已被使用 / the userid is taken")

    @staticmethod
    def _check_departments(corp: Corp, numbers: list[int]) -> None:
        unknown = set(numbers) - set(corp.departments)
        if unknown or not numbers:
            raise NotFound(f"no department {min(unknown, default=0)}")

    def _tell(self, corp: Corp, change: Change, staff: Staff, **fields: str) -> None:
        departments = ",".join(str(number) for number in staff.departments)
        self.deliverer.emit(corp, change, {"UserID": staff.userid, **fields, "Department": departments})

    def _move(self, corp_id: str, old: str, new: str) -> None:
        """All that hung on a userid hangs on another."""
        state = self.world.state

        def called(userid: str) -> str:
            return new if userid == old else userid

        for relation in state.relations.values():
            if relation.corp_id == corp_id:
                relation.userid = called(relation.userid)
        state.relations = {
            self.world.key(relation.corp_id, relation.userid, relation.external_userid): relation
            for relation in state.relations.values()
        }
        for code in state.welcome_codes.values():
            parts = code.relation.split("\n")
            code.relation = "\n".join([parts[0], called(parts[1]) if parts[0] == corp_id else parts[1], *parts[2:]])
        for way in state.ways.values():
            if way.corp_id == corp_id:
                way.user = [called(userid) for userid in way.user]
                way.shown = {customer: called(userid) for customer, userid in way.shown.items()}
        self._move_groups(corp_id, called)
        self.world.index()

    def _move_groups(self, corp_id: str, called: Callable[[str], str]) -> None:
        for group in self.world.state.groups.values():
            if group.corp_id == corp_id:
                group.owner = called(group.owner)
                for member in group.members:
                    member.userid = called(member.userid)
        for task in self.world.state.mass.values():
            if task.corp_id == corp_id:
                task.parts = {called(userid): part for userid, part in task.parts.items()}
