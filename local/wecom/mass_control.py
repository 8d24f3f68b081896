"""The control API's groups, mass messages and app messages: what members do and see in their client."""

import msgspec
from msgspec import Struct, field

from local.servers.basics import Json, NotFound
from local.servers.control import Rules, body_as
from local.wecom.life import Refused
from local.wecom.mass_records import GroupChat, GroupMember, MassTask
from local.wecom.parts import Parts
from local.wecom.world import external_id


class GroupIn(Struct, forbid_unknown_fields=True):
    """Body of POST groups: userids and customer ids; the owner is always in it."""

    name: str
    owner: str
    staff: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    chat_id: str = ""


class ConfirmIn(Struct, forbid_unknown_fields=True):
    """Body of confirm: one task, for a member also other customers where allow_select permits."""

    msgid: str = ""
    select: list[str] | None = None


class OwnIn(Struct, forbid_unknown_fields=True):
    """Body of a member's own mass message: to external_userids or to chat_ids."""

    text: str
    customers: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)


class MassControl:
    """The routes and their views."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.mass = parts.mass

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
            ("GET", f"{member}/messages", self.app_messages),
        ]  # fmt: skip

    # groups

    def groups(self, corp_id: str) -> Json:
        with self.world.lock:
            self.world.corp(corp_id)
            mine = [group for group in self.world.state.groups.values() if group.corp_id == corp_id]
            return {"groups": msgspec.to_builtins(mine)}

    def create_group(self, corp_id: str) -> Json:
        given = body_as(GroupIn)
        with self.world.lock:
            chat_id = given.chat_id or self.world.new_id("wr", 32)
            if not given.name.strip() or chat_id in self.world.state.groups:
                raise ValueError("a group needs a name, and a chat_id of its own")
            now = self.world.unix()
            group = GroupChat(chat_id, corp_id, given.name.strip(), given.owner, now)
            group.members = self._members(corp_id, given, now)
            self.world.state.groups[chat_id] = group
            self._record("created", group)
            return dict(msgspec.to_builtins(group))

    def _members(self, corp_id: str, given: GroupIn, now: int) -> list[GroupMember]:
        staff = [self.world.staff(corp_id, userid).userid for userid in dict.fromkeys([given.owner, *given.staff])]
        customers = [self.world.customer(customer_id).id for customer_id in dict.fromkeys(given.customers)]
        externals = {external_id(corp_id, customer_id): customer_id for customer_id in customers}
        self.world.state.externals |= {external: (corp_id, one) for external, one in externals.items()}
        members = [GroupMember(userid, 1, now) for userid in staff]
        return members + [GroupMember(external, 2, now) for external in externals]

    def dismiss_group(self, corp_id: str, chat_id: str) -> Json:
        with self.world.lock:
            group = self._group(corp_id, chat_id)
            if group.dismissed:
                raise Refused("群已解散 / the group is dissolved already")
            group.dismissed = True
            self._record("dismissed", group)
        return {"dismissed": True}

    def group_messages(self, corp_id: str, chat_id: str) -> Json:
        with self.world.lock:
            self._group(corp_id, chat_id)
            return {"messages": msgspec.to_builtins([m for m in self.world.state.messages if m.chat_id == chat_id])}

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
        with self.world.lock:
            self.world.corp(corp_id)
            return {"tasks": [_shown(task) for task in self.world.state.mass.values() if task.corp_id == corp_id]}

    def confirm_all(self, corp_id: str) -> Json:
        """Every member who has not, of one task or of all, taps "send"."""
        msgid = body_as(ConfirmIn).msgid
        with self.world.lock:
            waiting = [one for one in self.mass.waiting(corp_id) if msgid in ("", one[0].msgid)]
            done = [{"userid": userid, **self.mass.confirm(corp_id, userid, task.msgid)} for task, userid in waiting]
        return {"confirmed": done}

    def waiting(self, corp_id: str, userid: str) -> Json:
        with self.world.lock:
            self.world.staff(corp_id, userid)
            waiting = self.mass.waiting(corp_id, userid)
            return {"tasks": [_shown(task) for task, _ in waiting]}

    def confirm(self, corp_id: str, userid: str) -> Json:
        given = body_as(ConfirmIn)
        return self.mass.confirm(corp_id, userid, given.msgid, given.select)

    def send_own(self, corp_id: str, userid: str) -> Json:
        given = body_as(OwnIn)
        if given.customers and given.groups:
            raise ValueError("customers or groups, not both")
        if given.groups:
            return self.mass.send_own(corp_id, userid, given.groups, "group", given.text)
        return self.mass.send_own(corp_id, userid, given.customers, "single", given.text)

    # app messages

    def app_messages(self, corp_id: str, userid: str) -> Json:
        with self.world.lock:
            self.world.staff(corp_id, userid)
            mine = [m for m in self.world.state.app_messages if (m.corp_id, m.userid) == (corp_id, userid)]
            return {"messages": msgspec.to_builtins(mine)}


def _shown(task: MassTask) -> Json:
    return dict(msgspec.to_builtins(task)) | {"text": task.text}
