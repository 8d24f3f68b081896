"""What this room declares. It has no door: who deploys a release runs `python -m infra.upgrade`."""

from __future__ import annotations

from chalicelib.core.room import Room
from chalicelib.upgrades.jobs import Upgrade

ROOM = Room(
    name="upgrades",
    zh="升级",
    en="What a release changes in stored rows",
    tag="upgrades",
    routes=False,
    jobs=(Upgrade,),
)
