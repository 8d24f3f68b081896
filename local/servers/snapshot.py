"""Saving the state after changes, atomically and not too often, and loading it at start."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import msgspec

from local.servers.records import AnyState
from local.servers.world import World

DEBOUNCE = 0.25
# A large state is saved less often: at most a fifth of the time goes to saving.
REST = 4


def load(path: Path | None, kind: type[AnyState]) -> AnyState:
    """The saved state, or an empty one when there is none yet. Raises msgspec.MsgspecError when it is no such state."""
    if path is None or not path.exists():
        return kind()
    return msgspec.json.decode(path.read_bytes(), type=kind)


class Saver:
    """Writes a snapshot soon after a change, and once more when stopped."""

    def __init__(self, world: World[Any], path: Path) -> None:
        self.world = world
        self.path = path
        self._dirty = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)

    def start(self) -> None:
        """Save once (what a world makes for itself is new), then watch for changes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.save()
        self.world.changed = self._dirty.set
        self._thread.start()

    def stop(self) -> None:
        """Save what is left and end."""
        self.world.changed = lambda: None
        self._stopped.set()
        self._dirty.set()
        self._thread.join()
        self.save()

    def save(self) -> None:
        """Write all to a new file, readable by its owner only, then put it in place of the old one."""
        with self.world.lock:
            self.world.state.clock_offset = self.world.clock.offset
            data = msgspec.json.encode(self.world.state)
        temporary = self.path.with_name(self.path.name + ".new")
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self.path)

    def _run(self) -> None:
        while True:
            self._dirty.wait()
            if self._stopped.wait(DEBOUNCE):
                return
            self._dirty.clear()
            began = time.monotonic()
            self.save()
            if self._stopped.wait(REST * (time.monotonic() - began)):
                return
