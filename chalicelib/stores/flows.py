"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnJob
from chalicelib.stores import importing
from chalicelib.stores.jobs import ImportStores, PreviewStores

FLOWS: tuple[Line, ...] = (
    OnJob(ImportStores, importing.do),
    OnJob(PreviewStores, importing.preview),
)
