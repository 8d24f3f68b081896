"""Snapshots, restarts, and a clock that lives elsewhere."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from local.clock import Clock
from local.servers.clocks import RemoteClock
from local.wechatpay import running
from local.wechatpay.testing import MCHID, Client, merchant_setup, receiving

START = datetime(2026, 3, 8, 2, 0, tzinfo=UTC)


def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    """Key, orders, refunds, faults and a notification under way are there again, and the retry comes."""
    path, clock = tmp_path / "pay.json", Clock(frozen_at=START)
    with receiving() as receiver:
        with running(clock=clock, state_path=path) as first:
            client = Client(first.url, clock)
            client.control("PUT", f"/merchants/{MCHID}", merchant_setup(refund_after=10))
            platform = client.control("GET", "/platform")
            client.prepay(notify_url=receiver.url)
            receiver.statuses = [500]
            client.pay()
            first.deliver_all()
            opened = client.refund().data
            client.control("POST", "/faults", {"kind": "error", "api": "close"})
        with running(clock=clock, state_path=path) as second:
            client = Client(second.url, clock)
            assert client.control("GET", "/platform") == platform
            assert client.query_refund().data == opened
            assert client.close().verdict == (500, "SYSTEM_ERROR")
            clock.advance(15)
            second.deliver_all()
            assert client.query_refund().data["status"] == "SUCCESS"
            assert receiver.open(platform)["event_type"] == "TRANSACTION.SUCCESS"
    assert len(receiver.posts) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_one_clock_serves_two_sandboxes_over_http() -> None:
    """A sandbox with a clock url stands where the other stands, and moving either moves both."""
    with (
        running(clock=Clock(frozen_at=START)) as leader,
        running(clock=RemoteClock(f"{leader.url}/_sandbox/clock")) as follower,
    ):
        client = Client(follower.url, leader.clock)
        assert abs(client.control("GET", "/clock")["unix"] - leader.clock.time()) < 2
        client.control("POST", "/clock", {"advance": "2h"})
        assert leader.clock.offset == 7200
        assert abs(follower.clock.time() - leader.clock.time()) < 2


def test_a_followers_retry_comes_when_the_leader_is_moved() -> None:
    """Nobody has to tell the follower that time has jumped."""
    with (
        running(clock=Clock(frozen_at=START)) as leader,
        running(clock=RemoteClock(f"{leader.url}/_sandbox/clock")) as follower,
        receiving() as receiver,
    ):
        client = Client(follower.url, leader.clock)
        client.control("PUT", f"/merchants/{MCHID}", merchant_setup())
        client.prepay(notify_url=receiver.url)
        receiver.statuses = [500]
        client.pay()
        follower.deliver_all()
        leader.clock.advance(60)
        assert receiver.wait_for(2)


def test_the_program_serves_saves_and_ends(tmp_path: Path) -> None:
    """It says where it is, and after SIGTERM a new start knows the merchant and the order."""
    path = tmp_path / "state" / "pay.json"
    order = [sys.executable, "-m", "local.wechatpay", "--port", "0", "--state", str(path)]
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        client = Client(process.stdout.readline().split()[-1])
        client.control("PUT", f"/merchants/{MCHID}", merchant_setup())
        assert client.prepay().status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    with running(state_path=path) as again:
        assert Client(again.url).query().data["trade_state"] == "NOTPAY"
