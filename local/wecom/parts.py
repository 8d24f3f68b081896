"""The parts of one sandbox, handed to the doors (API, control, pages)."""

from __future__ import annotations

from typing import NamedTuple

from local.wecom.api.gate import Gate
from local.wecom.deliveries import Deliverer
from local.wecom.directory import Directory
from local.wecom.faults import Faults
from local.wecom.life import Life
from local.wecom.limits import Frequency
from local.wecom.mass import Mass
from local.wecom.transfers import Transfers
from local.wecom.world import World


class Parts(NamedTuple):
    """Everything a door may need."""

    world: World
    faults: Faults
    deliverer: Deliverer
    life: Life
    gate: Gate
    frequency: Frequency
    mass: Mass
    directory: Directory
    transfers: Transfers
