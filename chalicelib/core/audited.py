"""How what operators do is told: rows say which of their values stand in the audit, doors what they leave behind.

Whoever changes a row says so in the row itself, in the same write: who (`changed_by`), through which door (`act`) and
for which request (`cause`). The stream brings the row as it was and as it is, and a line of the audit is made of both
(core/events/acts.py). So no verb writes a line, and none can be forgotten.
"""

from __future__ import annotations

import msgspec

THE_ONE = "-"
"""The id of a thing of which a corp has one, such as its rules."""


class Thing(msgspec.Struct, frozen=True):
    """A kind of thing that operators name. kind: as lists of the audit are asked for it.

    is_secret: whoever knows its id can use it, such as a coupon at a till, so lines show the last four of it.
    """

    kind: str
    zh: str
    en: str
    is_secret: bool = False


class Audited(msgspec.Struct, frozen=True, kw_only=True):
    """How an operator's change of a kind of row is told.

    id, name: the attributes with the id and the name of the thing; '' for the one that a corp has, and for a thing
    whose name is a person's, which is looked up when it is shown. part: the attribute that tells its parts apart.
    shows: the attributes whose values stand in the audit. hides: those that say something of a person: the audit says
    that they changed, and neither what they were nor what they are. What is named by neither is not compared.
    """

    thing: Thing
    id: str = ""
    name: str = ""
    part: str = ""
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()


class Leaves(msgspec.Struct, frozen=True):
    """What a door leaves in the audit that changes no such row: its line is written before the verb runs.

    id: the part of its path that names the thing; '' for the one that a corp has.
    """

    thing: Thing
    id: str = ""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value that changed. field: its name, a dot before each part of it; before, after: None for none.

    is_hidden: it says something of a person, so neither stands here.
    """

    field: str
    before: str | int | float | bool | None = None
    after: str | int | float | bool | None = None
    is_hidden: bool = False


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """What changed of one row. room: whose words its fields are called by; part: which of several, '' for the one.

    more: so many changes are beyond what a line holds.
    """

    room: str
    part: str = ""
    is_new: bool = False
    changes: tuple[Change, ...] = ()
    more: int = 0
