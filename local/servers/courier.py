"""The delivery loop: threads that carry out jobs when they fall due, and can be waited for."""

import threading
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from local.servers.world import World

Job = TypeVar("Job")


class Courier(ABC, Generic[Job]):
    """Owns the threads that deliver what a world has to tell; subclasses know the jobs."""

    def __init__(self, world: World[Any], timeout: float, workers: int) -> None:
        self.world = world
        self.timeout = timeout
        self._workers = workers
        self._wake = threading.Condition(world.lock)
        self._in_flight: set[int] = set()
        self._closing = False
        self._threads: list[threading.Thread] = []

    @abstractmethod
    def number(self, job: Job) -> int:
        """What tells one job from another."""

    @abstractmethod
    def due_job(self) -> Job | None:
        """The next job that can be carried out now and is not in flight."""

    @abstractmethod
    def seconds_to_next(self) -> float | None:
        """How long to sleep until something falls due; None: until woken."""

    @abstractmethod
    def attempt(self, job: Job) -> None:
        """Carry out one job once; called without the lock."""

    @abstractmethod
    def clear(self) -> None:
        """Forget everything that waits."""

    # life

    def start(self) -> None:
        """Start the workers; what a saved state left over goes on."""
        self.world.clock.subscribe(self.wake)
        for number in range(self._workers):
            thread = threading.Thread(target=self._work, name=f"courier-{number}", daemon=True)
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
            return self._wake.wait_for(self._quiet, timeout)

    def _quiet(self) -> bool:
        return not self._in_flight and self.due_job() is None

    def flying(self, job: Job) -> bool:
        """Whether a worker is at it."""
        return self.number(job) in self._in_flight

    # working

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self.attempt(job)
            finally:
                with self._wake:
                    self._in_flight.discard(self.number(job))
                    self._wake.notify_all()

    def _next(self) -> Job | None:
        with self._wake:
            while not self._closing:
                if (job := self.due_job()) is not None:
                    self._in_flight.add(self.number(job))
                    return job
                self._wake.wait(self.seconds_to_next())
        return None
