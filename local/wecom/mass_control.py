"""The control API's groups, mass messages and app messages: what members do and see in their client."""

from __future__ import annotations

from msgspec import Struct, field

from local.servers.basics import Json, NotFound
from local.servers.control import Rules, body_as, shown
from local.wecom.events import scan_info
from local.wecom.life import Refused
from local.wecom.mass_records import GroupChat, GroupMember, MassTask
from local.wecom.parts import Parts
from local.wecom.records import External
from local.wecom.states import Change, ChatType, GroupMemberType
from local.wecom.world import external_id


class GroupIn(Struct, forbid_unknown_fields=True):
    """Body of POST groups: userids and customer ids; the owner is always in it."""

    name: str
    owner: str
    staff: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    chat_id: str = ""


class ConfirmIn(Struct, forbid_unknown_fields=True):
    """Body of confirm: one task. select: for a member, other customers, where allow_select permits."""

    msgid: str = ""
    select: list[str] | None = None


class OwnIn(Struct, forbid_unknown_fields=True):
    """Body of a member's own mass message: to external_userids or to chat_ids."""

    text: str
    customers: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


class ScanIn(Struct, forbid_unknown_fields=True):
    """Body of scan: what is held before the camera."""

    result: str


class MassControl:
    """The routes and their views. All raise NotFound, and Refused for what members cannot do."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.mass = parts.mass
        self.deliverer = parts.deliverer

    def rules(self) -> Rules:
        """What is registered."""
        corp, member = "/corps/<corp_id>", "/corps/<corp_id>/staff/<userid>"
        return [
            ("GET", f"{corp}/groups", self.groups), ("POST", f"{corp}/groups", self.create_group),
            ("POST", f"{corp}/groups/<chat_id>/dismiss", self.dismiss_group),
            ("GET", f"{corp}/groups/<chat_id>/messages", self.group_messages),
            ("GET", f"{corp}/mass", self.tasks), ("POST", f"{corp}/mass/confirm", self.confirm_all),
            ("GET", f"{member}/mass", self.waiting), ("POST", f"{member}/mass/confirm", self.confirm),
            ("POST", f"{member}/mass/send", self.send_own),
            ("GET", f"{member}/messages", self.app_messages), ("POST", f"{member}/menu-scan", self.scan),
        ]  # fmt: skip

    # groups

    def groups(self, corp_id: str) -> Json:
        """Every group of the corp, dissolved ones too."""
        with self.world.lock:
            self.world.corp(corp_id)
            groups = [group for group in self.world.state.groups.values() if group.corp_id == corp_id]
            return {"groups": [shown(group) for group in groups]}

    def create_group(self, corp_id: str) -> Json:
        """Make a group. Raises ValueError without a name, or for a chat_id that is taken."""
        body = body_as(GroupIn)
        with self.world.lock:
            chat_id = body.chat_id or self.world.new_id("wr", 32)
            if not body.name.strip() or chat_id in self.world.state.groups:
                raise ValueError("a group needs a name, and a chat_id of its own")
            now = self.world.unix()
            group = GroupChat(chat_id, corp_id, body.name.strip(), body.owner, now)
            group.members = self._members(corp_id, body, now)
            self.world.state.groups[chat_id] = group
            self._record("created", group)
            return shown(group)

    def _members(self, corp_id: str, body: GroupIn, now: int) -> list[GroupMember]:
        staff = [self.world.staff(corp_id, userid).userid for userid in dict.fromkeys([body.owner, *body.staff])]
        customers = [self.world.customer(customer_id).id for customer_id in dict.fromkeys(body.customers)]
        externals = {external_id(corp_id, customer_id): External(corp_id, customer_id) for customer_id in customers}
        self.world.state.externals |= externals
        members = [GroupMember(userid, GroupMemberType.STAFF, now) for userid in staff]
        return members + [GroupMember(external, GroupMemberType.CUSTOMER, now) for external in externals]

    def dismiss_group(self, corp_id: str, chat_id: str) -> Json:
        """The owner dissolves a group."""
        with self.world.lock:
            group = self._group(corp_id, chat_id)
            if group.dismissed:
                raise Refused("群已解散 / the group is dissolved already")
            group.dismissed = True
            self._record("dismissed", group)
        return {"dismissed": True}

    def group_messages(self, corp_id: str, chat_id: str) -> Json:
        """The mass messages that reached a group."""
        with self.world.lock:
            self._group(corp_id, chat_id)
            messages = [message for message in self.world.state.messages if message.chat_id == chat_id]
            return {"messages": [shown(message) for message in messages]}

    def _group(self, corp_id: str, chat_id: str) -> GroupChat:
        group = self.world.state.groups.get(chat_id)
        if group is None or group.corp_id != corp_id:
            raise NotFound(f"no group {chat_id!r} in corp {corp_id!r}")
        return group

    def _record(self, action: str, group: GroupChat) -> None:
        self.world.record(
            "group", action=action, corp_id=group.corp_id, chat_id=group.chat_id, name=group.name, owner=group.owner,
        )  # fmt: skip

    # mass messages

    def tasks(self, corp_id: str) -> Json:
        """Every mass task of the corp, members' own too."""
        with self.world.lock:
            self.world.corp(corp_id)
            return {"tasks": [_task(task) for task in self.world.state.mass.values() if task.corp_id == corp_id]}

    def confirm_all(self, corp_id: str) -> Json:
        """Every member who has not, of one task or of all, taps "send"."""
        msgid = body_as(ConfirmIn).msgid
        with self.world.lock:
            waiting = [(task, userid) for task, userid in self.mass.waiting(corp_id) if msgid in ("", task.msgid)]
            confirmed = [
                {"userid": userid, **shown(self.mass.confirm(corp_id, userid, task.msgid))} for task, userid in waiting
            ]
        return {"confirmed": confirmed}

    def waiting(self, corp_id: str, userid: str) -> Json:
        """The tasks that wait for a member."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            return {"tasks": [_task(task) for task, _ in self.mass.waiting(corp_id, userid)]}

    def confirm(self, corp_id: str, userid: str) -> Json:
        """A member taps "send"."""
        body = body_as(ConfirmIn)
        return shown(self.mass.confirm(corp_id, userid, body.msgid, body.select))

    def send_own(self, corp_id: str, userid: str) -> Json:
        """A member sends a mass message of his own. Raises ValueError for customers and groups at once."""
        body = body_as(OwnIn)
        if body.customers and body.groups:
            raise ValueError("customers or groups, not both")
        chat_type = ChatType.GROUP if body.groups else ChatType.SINGLE
        return shown(self.mass.send_own(corp_id, userid, body.groups or body.customers, chat_type, body.text))

    # app messages

    def app_messages(self, corp_id: str, userid: str) -> Json:
        """What apps told a member."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            messages = [
                message for message in self.world.state.app_messages
                if (message.corp_id, message.userid) == (corp_id, userid)
            ]  # fmt: skip
            return {"messages": [shown(message) for message in messages]}

    def scan(self, corp_id: str, userid: str) -> Json:
        """A member taps the menu's scan and holds something before the camera. Raises NotFound without such a menu."""
        scanned = body_as(ScanIn).result
        with self.world.lock:
            self.world.staff(corp_id, userid)
            corp = self.world.corp(corp_id)
            found = [
                (place.rpartition("#")[2], one.key)
                for place, buttons in self.world.state.menus.items() if place.startswith(f"{corp_id}#")
                for top in buttons for one in (top, *top.sub_button) if one.type == Change.MENU_SCANNED
            ]  # fmt: skip
            if not found:
                raise NotFound(f"no app of {corp_id!r} has a menu that scans")
            agent, key = found[0]
        fields = {"AgentID": agent, "EventKey": key}
        self.deliverer.emit(corp, Change.MENU_SCANNED, fields, userid, scan_info(scanned))
        return {"key": key, "scanned": scanned}


def _task(task: MassTask) -> Json:
    return shown(task) | {"text": task.text}
