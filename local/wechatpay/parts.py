"""The parts of one sandbox, handed to the doors (API, control, pages)."""

from __future__ import annotations

from typing import NamedTuple

from local.wechatpay.api.gate import Gate
from local.wechatpay.deliveries import Deliverer
from local.wechatpay.faults import Faults
from local.wechatpay.life import Life
from local.wechatpay.world import World


class Parts(NamedTuple):
    """Everything a door may need."""

    world: World
    faults: Faults
    deliverer: Deliverer
    life: Life
    gate: Gate
