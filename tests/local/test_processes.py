"""A local stack says which port is taken, and ends what it started and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from local.places import Places, PortTaken, fresh, is_free
from local.processes import Child, Ended, ProcessError, ending_in_order

SLEEP = "import signal, time; signal.signal(signal.SIGTERM, {on_term}); print('up', flush=True); time.sleep(60)"


def _child(tmp_path: Path, code: str) -> Child:
    return Child("it", [sys.executable, "-c", code], os.environ, tmp_path / "log", tmp_path)


def _wait_for_start(child: Child) -> None:
    deadline = time.monotonic() + 10
    while "up" not in child.tail() and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.mark.parametrize("on_term", ["signal.SIG_DFL", "signal.SIG_IGN"])
def test_a_child_ends_when_told_even_if_it_will_not_listen(tmp_path: Path, on_term: str) -> None:
    """SIGTERM first, then SIGKILL: nothing of ours is left behind."""
    child = _child(tmp_path, SLEEP.format(on_term=on_term))
    _wait_for_start(child)
    child.stop(seconds=0.5)
    assert not child.is_running


def test_a_server_that_ends_by_itself_says_why(tmp_path: Path) -> None:
    """Its last words are in the error instead of a wait for a port."""
    child = _child(tmp_path, "raise SystemExit('no such file: x')")
    with pytest.raises(ProcessError, match="no such file: x"):
        child.wait_for("http://127.0.0.1:9")
    child.stop()


def test_a_taken_port_is_named_with_the_way_out(tmp_path: Path) -> None:
    """The message holds the command that runs on another port."""
    places = fresh(tmp_path)
    places.check_ports()
    with socket.create_server(("127.0.0.1", places.cloud_port)), pytest.raises(PortTaken) as taken:
        places.check_ports()
    assert f"port {places.cloud_port}" in str(taken.value)
    assert f"SIYU_LOCAL_CLOUD_PORT={places.cloud_port + 1} make run" in str(taken.value)
    assert is_free(places.cloud_port)


def test_fresh_stacks_share_no_port(tmp_path: Path) -> None:
    """The servers of one stack stand on four different ports."""
    places: Places = fresh(tmp_path)
    assert len({places.port, places.cloud_port, places.wecom_port, places.wechatpay_port}) == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_asked_to_end_runs_what_has_to_run(number: int) -> None:
    """SIGTERM and SIGINT both end the stack in order."""
    ended_in_order = []
    with pytest.raises(Ended), ending_in_order():
        try:
            signal.raise_signal(number)
            time.sleep(5)
        finally:
            ended_in_order.append(True)
    assert ended_in_order
