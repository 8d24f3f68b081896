"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnJob
from chalicelib.upgrades import service
from chalicelib.upgrades.jobs import Upgrade

FLOWS: tuple[Line, ...] = (OnJob(Upgrade, service.step),)
