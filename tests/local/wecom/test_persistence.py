"""A restart keeps the world (snapshot to --state)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local.clock import Clock
from local.wecom import Sandbox, running
from local.wecom.testing import CORP, Client, Receiver, corp_setup

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def serving(path: Path, clock: Clock | None = None) -> Iterator[tuple[Sandbox, Client]]:
    with running(clock=clock, state_path=path) as sandbox:
        yield sandbox, Client(sandbox.url)


def test_a_restart_keeps_everything(tmp_path: Path, clock: Clock) -> None:
    """Token, friends, tags, contact ways and the ledger are as before."""
    path = tmp_path / "deep" / "wecom.json"
    with serving(path, clock) as (_, client):
        client.control("PUT", f"/corps/{CORP}", corp_setup())
        client.control("POST", "/customers", {"id": "fang", "name": "王芳"})
        way = client.contact_way()["config_id"]
        body = {"config_id": way}
        friend = client.control("POST", "/customers/fang/add", body)["external_userid"]
        group = {"group_name": "渠道", "tag": [{"name": "台卡"}]}
        tag = client.post("externalcontact/add_corp_tag", group)["tag_group"]["tag"][0]["id"]
        mark = {"userid": "li", "external_userid": friend, "add_tag": [tag]}
        client.post("externalcontact/mark_tag", mark)
        token = client.gettoken()["access_token"]
        before = client.get("externalcontact/get", token, external_userid=friend)
        ledger = client.control("GET", "/ledger")["entries"]
    with serving(path, clock) as (_, client):
        after = client.get("externalcontact/get", token, external_userid=friend)
        assert {**after, "external_contact": 0} == {**before, "external_contact": 0}
        assert after["follow_user"][0]["tags"][0]["tag_name"] == "台卡"
        assert client.get("externalcontact/list", userid="li")["external_userid"] == [friend]
        assert client.post("externalcontact/get_contact_way", body)["errcode"] == 0
        assert client.control("GET", "/ledger")["entries"][: len(ledger)] == ledger
        assert client.gettoken()["access_token"] == token
        client.control("POST", "/faults", {"kind": "invalidate_tokens"})
        assert client.get("getcallbackip", token)["errcode"] == 40014


def test_a_restart_keeps_media_groups_tasks_and_quotas(tmp_path: Path, clock: Clock) -> None:
    """A task can be confirmed after it, and its quota is still used up."""
    path = tmp_path / "wecom.json"
    with serving(path, clock) as (_, client):
        client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
        friend, media_id = client.befriend("fang"), client.upload()["media_id"]
        chat_id = client.group("fang")
        image = [{"msgtype": "image", "image": {"media_id": media_id}}]
        sent, waiting = (client.mass(friend, attachments=image)["msgid"] for _ in range(2))
        client.confirm(sent)
        notice = {"touser": "li", "agentid": 1000002, "msgtype": "text", "text": {"content": "请确认"}}
        client.post("message/send", notice)
    with serving(path, clock) as (_, client):
        assert client.mass(friend, attachments=image)["errcode"] == 0
        assert client.post("externalcontact/groupchat/get", {"chat_id": chat_id})["group_chat"]["owner"] == "li"
        assert client.results(sent) == {friend: 1}
        assert client.confirm(waiting)["over_quota"] == 1
        assert len(client.control("GET", f"/corps/{CORP}/staff/li/messages")["messages"]) == 1
        assert len(client.control("GET", "/customers/fang/messages")["messages"]) == 2


def test_undelivered_callbacks_survive(tmp_path: Path, clock: Clock, receiver: Receiver) -> None:
    """An event that nobody took before the restart is delivered after it."""
    path = tmp_path / "wecom.json"
    with serving(path, clock) as (sandbox, client):
        client.control("PUT", f"/corps/{CORP}", corp_setup("http://127.0.0.1:9/down"))
        client.control("POST", "/customers", {"id": "fang", "name": "王芳"})
        body = {"config_id": client.contact_way()["config_id"]}
        client.control("POST", "/customers/fang/add", body)
        sandbox.deliver_all()
        client.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url))
    with serving(path, clock) as (sandbox, _):
        sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact"]


def test_time_does_not_jump_back_after_a_restart(tmp_path: Path) -> None:
    """The clock's offset is part of the state."""
    path = tmp_path / "wecom.json"
    with serving(path) as (_, client):
        client.control("POST", "/clock", {"advance": "7d"})
    with serving(path) as (sandbox, _):
        assert sandbox.clock.offset == 7 * 86400


def test_the_file_is_whole_at_any_moment(tmp_path: Path) -> None:
    """It is written beside and moved into place."""
    path = tmp_path / "wecom.json"
    with serving(path) as (sandbox, _):
        assert sandbox.saver is not None
        sandbox.world.record("noise")
        sandbox.saver.save()
        assert json.loads(path.read_bytes())["seq"] == 1
        assert not path.with_name("wecom.json.new").exists()


def test_the_command_line_serves_saves_and_ends_on_sigterm(tmp_path: Path) -> None:
    """The state is on disk when the process has ended."""
    path = tmp_path / "wecom.json"
    command = [sys.executable, "-m", "local.wecom", "--port", "0", "--state", str(path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        client = Client(line.split(": ", 1)[1].strip())
        client.control("POST", "/customers", {"id": "fang", "name": "王芳"})
        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    assert "fang" in json.loads(path.read_bytes())["customers"]


def test_a_broken_state_file_is_not_silently_replaced(tmp_path: Path) -> None:
    """It says so and leaves the file to be looked at."""
    path = tmp_path / "wecom.json"
    path.write_text("{oops")
    with pytest.raises(ValueError, match="malformed"), serving(path):
        pass
    assert path.read_text() == "{oops"
