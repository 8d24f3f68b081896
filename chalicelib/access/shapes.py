"""What the doors of access take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.access.ids import RoleId
from chalicelib.access.states import Ended, ScopeKind
from chalicelib.core.audited import Thing
from chalicelib.core.http.rights import OPERATORS, Role
from chalicelib.core.http.shapes import LINE, MOST_SEEN, CorpKey, said
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.scope import Scope
from chalicelib.core.shapes import Person

OPERATOR = Thing("operator", "运营人员", "operator")
ROLE = Thing("role", "角色", "role")
SESSIONS = Thing("sessions", "登录会话", "sessions")


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A WeCom OAuth code (valid 5 minutes, once).

    Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
    failed sign-ins.
    """

    corp: CorpKey
    code: Annotated[str, Meta(min_length=1, max_length=512)]


class Session(msgspec.Struct, frozen=True):
    """A session token; send it as `Authorization: Bearer <token>` until `expires_at`."""

    token: str
    expires_at: Moment
    who: UserId
    role: str

    @property
    def actor(self) -> str:
        """How it signs what it changes."""
        return f"operator:{self.who}"


class GivenScope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far a role reaches. of: which regions, stores or departments, by their names or ids; of the others none."""

    kind: ScopeKind = ScopeKind.ALL
    of: Annotated[tuple[Annotated[str, Meta(max_length=64), LINE], ...], Meta(max_length=100)] = ()


WHOLE_CORP = GivenScope()
SHIPPED = {RoleId(role.value): role for role in Role if role in OPERATORS}


class GiveRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role to give, a shipped one's name or the id of one of the corp's own; '' takes it away.

    scope: the whole corp when nothing is said, which is refused for whoever reaches less far by now. revision: the one
    that the giver has seen, 0 for whoever had no role; with null it is given over whatever they have.
    """

    role: Annotated[
        RoleId,
        Meta(pattern=r"^[A-Za-z0-9_]{0,40}$(?!\n)"),
        said("角色列表中给出的编号", "the id that the list of roles gives"),
    ]
    scope: GivenScope | None = None
    revision: Annotated[int, Meta(ge=0, le=MOST_SEEN)] | None = None


class Operator(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff and their role.

    name: as the directory knows it, '' while it does not. is_fixed: an owner by the corp's settings, whom nobody
    changes here. is_able: they may sign in; false for whoever has left or is disabled. given_at, given_by: when and by
    whom the role was given last; null for whoever has it by the settings. signed_in_at: when they
    signed in last, null for never. revision: grows each time it is given; 0 for no role, and for one by the settings.
    """

    userid: UserId
    name: str
    role: RoleId
    role_name: str
    scope: GivenScope
    is_fixed: bool = False
    is_able: bool = True
    given_at: Moment | None = None
    given_by: Person | None = None
    signed_in_at: Moment | None = None
    revision: int = 0


class Operators(msgspec.Struct, frozen=True):
    """Everybody with a role."""

    items: list[Operator]


RoleName = Annotated[str, Meta(max_length=20), LINE]
RightName = Annotated[
    str,
    Meta(pattern=r"^[a-z_]{1,32}\.[a-z_]{1,32}$(?!\n)"),
    said("权限列表中给出的名称，例如 members.read", "a name that the list of rights gives, such as members.read"),
]
Rights = Annotated[tuple[RightName, ...], Meta(min_length=1, max_length=300)]


class NewRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role of the corp's own: a name, and the rights that it is."""

    name: RoleName
    rights: Rights


class EditRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole role anew. revision: the one that the editor has seen."""

    name: RoleName
    rights: Rights
    revision: Annotated[int, Meta(ge=1, le=MOST_SEEN)]


class CopyRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The name of the copy."""

    name: RoleName


class RoleShown(msgspec.Struct, frozen=True, kw_only=True):
    """A role.

    is_shipped: ours, which nobody changes; a later release may give it more. holders: how many members of staff were
    given it. revision: grows with each edit.
    """

    role: RoleId
    name: str
    name_en: str
    is_shipped: bool
    rights: list[str]
    holders: int
    revision: int


class Roles(msgspec.Struct, frozen=True):
    """The shipped roles, and the corp's own."""

    items: list[RoleShown]


class RightShown(msgspec.Struct, frozen=True, kw_only=True):
    """A right, named as `room.act`. roles: the shipped ones that hold it. is_held: whoever asks may give it."""

    right: str
    room: str
    name: str
    name_en: str
    roles: list[str]
    is_held: bool


class RightsList(msgspec.Struct, frozen=True):
    """Every right there is, in the order of the rooms."""

    items: list[RightShown]


class SignInQuery(msgspec.Struct, frozen=True):
    """For which corp, and the page of ours to go on to. corp: '' is that of the last session, or the only one."""

    corp: Annotated[str, Meta(max_length=100)] = ""
    next: Annotated[str, Meta(max_length=1000)] = "/console"


class SignedInQuery(msgspec.Struct, frozen=True):
    """What WeCom adds as it sends a browser back."""

    code: Annotated[str, Meta(max_length=1000)] = ""
    state: Annotated[str, Meta(max_length=200)] = ""


class SignOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of one's sessions end: this one, or those on every device."""

    everywhere: bool = False


class OfCorp(msgspec.Struct, frozen=True):
    """The corp that somebody works in, by its key and by its name."""

    key: CorpKey
    name: str


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, and what they may do here. name, avatar: '' while the directory has none."""

    userid: UserId
    name: str
    avatar: str
    role: RoleId
    role_name: str
    rights: Annotated[list[str], Meta(description="可执行的操作 / what they may do, by `x-right`")]
    scope: Scope
    corp: OfCorp
    session_ends_at: Annotated[Moment, Meta(description="登录到期时间 / when this session is over at the latest")]


class SessionsEnded(msgspec.Struct, frozen=True):
    """What is over: this session, all of one's own, a person's, or everybody's. Everywhere within 5 s."""

    ended: Annotated[Ended, Meta(description="结束了哪些登录 / whose sessions are over")]
