"""The states of what the sandbox remembers, and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Status(StrEnum):
    """What is between a member and a customer. NEW is never stored: it is shown to a customer who is about to add."""

    NEW = "new"
    REQUESTED = "requested"
    HALF = "half"
    FRIENDS = "friends"
    CUSTOMER_LEFT = "customer_left"
    STAFF_DELETED = "staff_deleted"
    GONE = "gone"


# Who may do what, and what it leads to.
AFTER_CONFIRMING: Mapping[Status, Status] = {Status.REQUESTED: Status.FRIENDS, Status.HALF: Status.FRIENDS}
AFTER_LEAVING: Mapping[Status, Status] = {
    Status.FRIENDS: Status.CUSTOMER_LEFT,
    Status.HALF: Status.GONE,
    Status.STAFF_DELETED: Status.GONE,
}
AFTER_DROPPING: Mapping[Status, Status] = {
    Status.FRIENDS: Status.STAFF_DELETED,
    Status.CUSTOMER_LEFT: Status.GONE,
}
ADDED_AGAIN = frozenset({Status.CUSTOMER_LEFT, Status.STAFF_DELETED, Status.GONE})
IN_CHAT = frozenset({Status.HALF, Status.FRIENDS})
# In whose lists the other one still stands.
LISTED = frozenset({Status.FRIENDS, Status.CUSTOMER_LEFT})
NOT_WITH_CUSTOMER = frozenset({Status.CUSTOMER_LEFT, Status.GONE})
NOT_WITH_MEMBER = frozenset({Status.STAFF_DELETED, Status.GONE})


class Flow(StrEnum):
    """How an add goes: a friend at once, a half-add, or a request that waits for the member."""

    DIRECT = "direct"
    HALF = "half"
    REQUEST = "request"


class StaffStatus(IntEnum):
    """How a member's account is (docs/platform K2)."""

    ACTIVE = 1
    DISABLED = 2
    NOT_ACTIVATED = 4


class Change(StrEnum):
    """The ChangeType of an event (docs/platform C1, C3, C4)."""

    ADD = "add_external_contact"
    ADD_HALF = "add_half_external_contact"
    EDIT = "edit_external_contact"
    DELETE = "del_external_contact"
    LEAVE = "del_follow_user"
    TRANSFER_FAILED = "transfer_fail"
    TAG_DELETED = "delete"
    STAFF_CREATED = "create_user"
    STAFF_UPDATED = "update_user"
    STAFF_DELETED = "delete_user"
    PARTY_CREATED = "create_party"
    PARTY_UPDATED = "update_party"
    PARTY_DELETED = "delete_party"
    MENU_SCANNED = "scancode_waitmsg"

    @property
    def event(self) -> str:
        """The Event that it is a change of."""
        if self is Change.MENU_SCANNED:
            return self.value
        if self.value.endswith(("_user", "_party")) and self is not Change.LEAVE:
            return "change_contact"
        return "change_external_tag" if self is Change.TAG_DELETED else "change_external_contact"


class Sender(StrEnum):
    """Who speaks in a chat."""

    CUSTOMER = "customer"
    STAFF = "staff"
    WELCOME = "welcome"
    MASS = "mass"


class Outcome(StrEnum):
    """What an attempt to deliver a callback came to."""

    DELIVERED = "delivered"
    WILL_RETRY = "will retry"
    GIVEN_UP = "given up"


class Arrival(StrEnum):
    """What became of a member's copy of an app message (docs/platform A4, E1)."""

    DELIVERED = "delivered"
    DUPLICATE = "dropped as duplicate"
    TOO_MANY = "dropped by frequency"


class Quota(StrEnum):
    """How many mass messages a receiver gets: one for each day of a month, 7 a week, or 1 a day (docs/platform D8)."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class ChatType(StrEnum):
    """To whom a mass task goes: customers, or customer groups."""

    SINGLE = "single"
    GROUP = "group"


class SendingStatus(IntEnum):
    """One receiver of a mass task (docs/platform D8)."""

    UNSENT = 0
    SENT = 1
    NOT_FRIEND = 2
    OVER_QUOTA = 3


class Handing(IntEnum):
    """How handing a customer over stands (docs/platform D5)."""

    DONE = 1
    WAITING = 2
    REFUSED = 3
    FULL = 4
    NONE = 5


class GroupMemberType(IntEnum):
    """Who a member of a customer group is (docs/platform D6)."""

    STAFF = 1
    CUSTOMER = 2


class FaultKind(StrEnum):
    """What can be bent; README.md says how."""

    SLOW = "slow"
    ERROR = "error"
    DROP_REPLY = "drop_reply"
    HTTP_500 = "http_500"
    DUPLICATE = "duplicate"
    DELAY = "delay"
    DROP_EVENT = "drop_event"
    REORDER = "reorder"
    BAD_SIGNATURE = "bad_signature"
    WRONG_RECEIVEID = "wrong_receiveid"
    BLOCK = "block"
    INVALIDATE_TOKENS = "invalidate_tokens"
    PERMANENT = "permanent"
    STAFF_REFUSED = "staff_refused"
    MEDIA_EXPIRED = "media_expired"
    STAFF_LEFT = "staff_left"
    DOOR_DOWN = "door_down"
    DIRTY_XML = "dirty_xml"
    DIRTY_JSON = "dirty_json"


# These happen when they are asked for, and do not stay in force.
AT_ONCE = frozenset({FaultKind.BLOCK, FaultKind.INVALIDATE_TOKENS, FaultKind.STAFF_LEFT, FaultKind.MEDIA_EXPIRED})
# These stay until somebody removes them, however often they are met.
LASTING = frozenset({FaultKind.PERMANENT, FaultKind.STAFF_REFUSED})
