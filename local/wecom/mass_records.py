"""What the sandbox remembers of media, customer groups, mass tasks and app messages (docs/platform D6, D8, D14, E1)."""

from typing import Literal

from msgspec import Struct, field

from local.servers.basics import Json


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
    """Somebody in a customer group: a member of staff (type 1) or a customer (type 2)."""

    userid: str
    type: int
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
        return any(member.type == 2 for member in self.members)


class Sending(Struct):
    """One recipient of one member's part: 0 unsent, 1 sent, 2 not a friend, 3 over the quota (docs/platform D8)."""

    status: int = 0
    at: int = 0


class Part(Struct):
    """What one member has to send: recipients are external_userids or chat_ids."""

    sendings: dict[str, Sending] = field(default_factory=dict)
    confirmed: int = 0


class MassTask(Struct):
    """企业群发 (docs/platform D8); a `creator` means a member's own send."""

    msgid: str
    corp_id: str
    chat_type: Literal["single", "group"]
    create_time: int
    content: list[tuple[str, Json]]
    parts: dict[str, Part]
    allow_select: bool = False
    creator: str = ""
    cancelled: bool = False
    reminders: list[float] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text part, empty when there is none."""
        return next((str(content["content"]) for kind, content in self.content if kind == "text"), "")

    @property
    def attachments(self) -> list[tuple[str, Json]]:
        """Everything but the text."""
        return [(kind, content) for kind, content in self.content if kind != "text"]


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
