"""The delivery loop: threads that carry out deliveries when they fall due, and can be waited for."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from local.servers.world import World

AnyDelivery = TypeVar("AnyDelivery")


class Deliverer(ABC, Generic[AnyDelivery]):
    """Owns the threads that deliver what a world has to tell; a sandbox says what falls due, and how it is sent.

    timeout: seconds that a receiver has to answer. workers: how many deliveries may be under way at once.
    """

    def __init__(self, world: World[Any], timeout: float, workers: int) -> None:
        self.world = world
        self.timeout = timeout
        self._workers = workers
        self._wake = threading.Condition(world.lock)
        self._in_flight: set[int] = set()
        self._closing = False
        self._threads: list[threading.Thread] = []

    @abstractmethod
    def number(self, delivery: AnyDelivery) -> int:
        """What tells one delivery from another."""

    @abstractmethod
    def next_due(self) -> AnyDelivery | None:
        """The next delivery that can be attempted now and is not in flight."""

    @abstractmethod
    def seconds_to_next(self) -> float | None:
        """How long to sleep until something falls due; None: until woken."""

    @abstractmethod
    def attempt(self, delivery: AnyDelivery) -> None:
        """Deliver once and decide what follows; called without the lock."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything that waits."""

    # its life

    def start(self) -> None:
        """Start the workers; what a saved state left over goes on."""
        self.world.clock.subscribe(self.wake)
        for number in range(self._workers):
            thread = threading.Thread(target=self._work, name=f"deliverer-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let running attempts finish, then end the workers."""
        self.world.clock.unsubscribe(self.wake)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join(self.timeout + 1)

    def wake(self) -> None:
        """Look again at what is due."""
        with self._wake:
            self._wake.notify_all()

    def deliver_all(self, timeout: float = 10.0) -> bool:
        """Return when nothing is due and nothing is in flight; False when that took longer than `timeout` seconds."""
        with self._wake:
            return self._wake.wait_for(self._is_quiet, timeout)

    def _is_quiet(self) -> bool:
        return not self._in_flight and self.next_due() is None

    def is_in_flight(self, delivery: AnyDelivery) -> bool:
        """True while a worker is at it."""
        return self.number(delivery) in self._in_flight

    # working

    def _work(self) -> None:
        while (delivery := self._next()) is not None:
            try:
                self.attempt(delivery)
            finally:
                with self._wake:
                    self._in_flight.discard(self.number(delivery))
                    self._wake.notify_all()

    def _next(self) -> AnyDelivery | None:
        with self._wake:
            while not self._closing:
                if (delivery := self.next_due()) is not None:
                    self._in_flight.add(self.number(delivery))
                    return delivery
                self._wake.wait(self.seconds_to_next())
        return None
