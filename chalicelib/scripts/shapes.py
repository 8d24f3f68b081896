"""What the doors of scripts take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import Attachment, Kind, Variable
from chalicelib.content.states import ItemState, VersionState
from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, MOST_SEEN, PageQuery
from chalicelib.core.moments import Moment
from chalicelib.core.shapes import Hands

SCRIPT = Thing("script", "话术", "script")

# A blank one is left out: LINE takes none, and '' says that there is none.
Category = Annotated[str, LINE, Meta(max_length=20)]


class PlaceScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where in the library an item of content stands: a category and, perhaps, one below it."""

    category: Category
    subcategory: Category | None = None

    def __post_init__(self) -> None:
        # What people read: one category with blanks around would stand beside the same without.
        msgspec.structs.force_setattr(self, "category", self.category.strip())
        if self.subcategory is not None:
            msgspec.structs.force_setattr(self, "subcategory", self.subcategory.strip())


class ScriptQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which scripts: of a category (and of one below it), with these words in their name or approved text."""

    category: Annotated[str, Meta(max_length=20)] = ""
    subcategory: Annotated[str, Meta(max_length=20)] = ""
    q: Annotated[str, Meta(max_length=40)] = ""


class LibraryQuery(ScriptQuery, frozen=True, forbid_unknown_fields=True):
    """The same for operators. offered: only those that staff see, or do not; item_id: this one alone."""

    offered: bool | None = None
    item_id: Annotated[str, Meta(max_length=64)] = ""


class StaffScriptQuery(ScriptQuery, frozen=True, forbid_unknown_fields=True):
    """The same for staff. favourites: only those that the asker has marked."""

    favourites: bool = False


class Script(Hands, frozen=True, kw_only=True):
    """A script in the operators' list: an item of content in a category.

    state: archived ones are not shown to staff. version: the one that staff see; null while none is approved, or the
    last was recalled. is_offered: whether staff see it. latest, status: of the newest version. beginning: the first 120
    letters of what staff see, of the newest version where they see none. removed_at: null while it is in the library.
    """

    item_id: ContentId
    name: str
    category: str
    subcategory: str | None
    kind: Kind
    state: ItemState
    version: int | None
    is_offered: bool
    latest: int
    status: VersionState
    beginning: str
    placed_at: Moment
    removed_at: Moment | None


class StaffScript(msgspec.Struct, frozen=True, kw_only=True):
    """A script as staff see it: what is approved, with its variables as `{{name}}`, to fill in and to say."""

    item_id: ContentId
    name: str
    category: str
    subcategory: str | None
    version: int
    kind: Kind
    text: str
    attachment: Attachment | None
    variables: list[Variable]
    is_favourite: bool


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a script is a favourite of the asker."""

    is_favourite: bool


class Marked(msgspec.Struct, frozen=True):
    """Whether it is one now."""

    item_id: ContentId
    is_favourite: bool


class UseScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a script is said. version: the one that was seen; member_id: to whom, where it is known."""

    version: Annotated[int, Meta(ge=1, le=MOST_SEEN)]
    member_id: Annotated[str, Meta(max_length=64)] = ""


class ScriptUse(msgspec.Struct, frozen=True):
    """A use, as it was noted."""

    use_id: str
    item_id: ContentId
    version: int
    used_at: Moment
