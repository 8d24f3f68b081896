"""The parts of one sandbox, handed to the doors (API, control, pages)."""

from typing import NamedTuple

from local.sandbox.api.gate import Gate
from local.sandbox.deliveries import Deliverer
from local.sandbox.faults import Faults
from local.sandbox.life import Life
from local.sandbox.limits import Frequency
from local.sandbox.mass import Mass
from local.sandbox.world import World


class Parts(NamedTuple):
    """Everything a door may need."""

    world: World
    faults: Faults
    deliverer: Deliverer
    life: Life
    frequency: Frequency
    gate: Gate
    mass: Mass
