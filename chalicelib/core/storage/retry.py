"""Again after a collision: rivals met, nothing was written, and a little later one of them gets through."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from chalicelib.core.errors import TooBusy

ATTEMPTS = 6
FIRST_PAUSE = 0.02
Done = TypeVar("Done")


class Collided(Exception):
    """Rivals met and nothing was written."""


def on_collision(
    attempt: Callable[[], Done],
    collision: type[Exception] | tuple[type[Exception], ...] = Collided,
    *,
    attempts: int = ATTEMPTS,
    pause: float = FIRST_PAUSE,
) -> Done:
    """What `attempt` answers; made again when it raises `collision`, after pauses that grow and differ.

    attempt: reads what it decides by itself, so that each try sees the rival's work. pause: seconds before the second
    try at most; 0 does not wait. Raises TooBusy when rivals kept coming.
    """
    for number in range(attempts):
        if number:
            time.sleep(random.random() * pause * 2 ** (number - 1))
        try:
            return attempt()
        except collision:
            continue
    raise TooBusy()
