"""What the sandbox remembers of media, customer groups, mass tasks and app messages (docs/platform D6, D8, D14, E1)."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field

from local.servers.basics import Json
from local.wecom.states import ChatType, GroupMemberType, SendingStatus


class Bubble(NamedTuple):
    """One thing that is said: its msgtype, and the content as the platform has it for that type."""

    msgtype: str
    content: Json


class Media(Struct):
    """An uploaded file, without its bytes; lives 3 days (docs/platform D14)."""

    media_id: str
    corp_id: str
    type: str
    filename: str
    size: int
    sha256: str
    created: float


class GroupMember(Struct):
    """Somebody in a customer group. userid: of a customer the external_userid."""

    userid: str
    type: GroupMemberType
    join_time: int


class GroupChat(Struct):
    """客户群 (docs/platform D6)."""

    chat_id: str
    corp_id: str
    name: str
    owner: str
    create_time: int
    members: list[GroupMember] = field(default_factory=list)
    dismissed: bool = False

    @property
    def has_customers(self) -> bool:
        """What makes a group a customer group."""
        return any(member.type == GroupMemberType.CUSTOMER for member in self.members)


class Sending(Struct):
    """One receiver of one member's part (docs/platform D8)."""

    status: SendingStatus = SendingStatus.UNSENT
    at: int = 0


class Part(Struct):
    """What one member has to send, by external_userid or chat_id. confirmed: when the member tapped "send"."""

    sendings: dict[str, Sending] = field(default_factory=dict)
    confirmed: int = 0


class MassTask(Struct):
    """企业群发 (docs/platform D8). creator: the member whose own send it is. reminders: when members were reminded."""

    msgid: str
    corp_id: str
    chat_type: ChatType
    create_time: int
    content: list[Bubble]
    parts: dict[str, Part]
    allow_select: bool = False
    creator: str = ""
    cancelled: bool = False
    reminders: list[float] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text part, empty when there is none."""
        return next((str(bubble.content["content"]) for bubble in self.content if bubble.msgtype == "text"), "")

    @property
    def attachments(self) -> list[Bubble]:
        """Everything but the text."""
        return [bubble for bubble in self.content if bubble.msgtype != "text"]

    @property
    def waiting(self) -> list[str]:
        """The members who have not confirmed."""
        return [userid for userid, part in self.parts.items() if not part.confirmed]


class AppMessage(Struct):
    """An app's message that reached a member (docs/platform E1)."""

    seq: int
    at: str
    corp_id: str
    agent_id: str
    userid: str
    msgid: str
    msgtype: str
    content: Json
