"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.staff.facts import StaffRenamed
from chalicelib.stores import importing, moving
from chalicelib.stores.jobs import ImportStores, PreviewStores

FLOWS: tuple[Line, ...] = (
    OnJob(ImportStores, importing.do),
    OnJob(PreviewStores, importing.preview),
    OnFact(StaffRenamed, moving.renamed, Lane.PEOPLE),
)
