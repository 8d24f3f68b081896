"""What a room declares about itself, in its `room.py`: light to import, and all that the rest of the house is told."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from chalicelib.core.events.errands import Errand
from chalicelib.core.events.facts import FactData
from chalicelib.core.events.numbers import Derived, Number
from chalicelib.core.http.rights import Right
from chalicelib.core.ops.catalogue import LogEvent, Metric
from chalicelib.core.ops.jobs import Job
from chalicelib.core.storage.migrations import Migration
from chalicelib.core.words import Words


class Section(StrEnum):
    """Where a room stands in the console's navigation."""

    TODAY = "today"
    ACQUIRE = "acquire"
    CUSTOMERS = "customers"
    PROMOTE = "promote"
    REACH = "reach"
    TRADE = "trade"
    NUMBERS = "numbers"
    SETTINGS = "settings"


class Function(StrEnum):
    """Which function serves a room's doors. DOOR: what the platforms knock at. API: everything else."""

    API = "api"
    DOOR = "door"


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """What a room holds of a person.

    row: the kind of row; fields: its attributes that say something about a person. why: what it is for. erased: what
    becomes of it when the person asks to be forgotten.
    """

    row: str
    fields: tuple[str, ...]
    why_zh: str
    why_en: str
    erased_zh: str
    erased_en: str


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """A room's declaration.

    name: its folder. tag: of its operations in the API document. section: of the console, None without a screen.
    routes, flows: whether it has a file of that name. function: which one serves its doors.
    facts, numbers, errands, jobs, due, rights: what it declares of each; due are topics of the due index. public: the
    paths of its doors that need no session, each of which a reviewer asks why.
    log: the names of its fields in log lines, each of which a reviewer asks whether it names a person. logged, counted:
    the events of its log lines, and its counts. words: what people call the fields that its doors take.
    migrations: what its releases change in rows that are stored.
    """

    name: str
    zh: str
    en: str
    tag: str
    section: Section | None = None
    routes: bool = True
    flows: bool = True
    function: Function = Function.API
    facts: tuple[type[FactData], ...] = ()
    numbers: tuple[Number | Derived, ...] = ()
    errands: tuple[type[Errand], ...] = ()
    jobs: tuple[type[Job], ...] = ()
    due: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    public: tuple[str, ...] = ()
    log: frozenset[str] = frozenset()
    logged: tuple[LogEvent, ...] = ()
    counted: tuple[Metric, ...] = ()
    personal: tuple[Personal, ...] = ()
    words: Words = {}
    migrations: tuple[Migration, ...] = ()
