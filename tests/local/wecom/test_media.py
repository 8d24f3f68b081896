"""Uploading media, and what an id is good for (docs/platform D14)."""

from __future__ import annotations

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.api.media import MEGABYTE
from local.wecom.testing import CORP, PICTURE, Client, corp_setup

VOICE, VIDEO = b"#!AMR\n" + bytes(30), b"\x00\x00\x00\x18ftypmp42" + bytes(30)


def image(media_id: str) -> list[dict[str, object]]:
    return [{"msgtype": "image", "image": {"media_id": media_id}}]


@pytest.mark.parametrize(
    ("kind", "data"), [("image", PICTURE), ("image", b"\xff\xd8\xff" + bytes(9)), ("voice", VOICE), ("video", VIDEO),
                       ("file", b"\xe6\xa0\xb7\xe6\xa0\xb7")]
)  # fmt: skip
def test_every_kind_is_taken_and_gets_an_id(client: Client, clock: Clock, kind: str, data: bytes) -> None:
    """Image, voice, video and file, with the time of the upload."""
    answer = client.upload(kind, data)
    assert (answer["errcode"], answer["errmsg"], answer["type"]) == (0, "", kind)
    assert answer["created_at"] == str(int(clock.time()))
    assert len(answer["media_id"]) > 40


@pytest.mark.parametrize(
    ("kind", "data", "errcode"),
    [
        ("sticker", PICTURE, 40005), ("image", b"12345", 40006), ("image", b"GIF89a" + bytes(9), 40123),
        ("voice", PICTURE, 40004), ("video", PICTURE, 40004),
        ("image", PICTURE + bytes(10 * MEGABYTE), 40009), ("video", VIDEO + bytes(10 * MEGABYTE), 40011),
        ("voice", VOICE + bytes(2 * MEGABYTE), 45001), ("file", bytes(20 * MEGABYTE + 1), 45001),
    ],
)  # fmt: skip
def test_wrong_types_sizes_and_formats_are_refused(client: Client, kind: str, data: bytes, errcode: int) -> None:
    """Each with its errcode, by what the bytes are and not by their name."""
    assert client.upload(kind, data)["errcode"] == errcode


def test_a_body_without_the_part_media_is_empty(client: Client) -> None:
    """44001; and a body that is no upload is 40005."""
    token = client.gettoken()["access_token"]
    body = b'--x\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\nbytes\r\n--x--\r\n'
    path = f"/cgi-bin/media/upload?type=file&access_token={token}"
    _, raw = client.send("POST", path, body, "multipart/form-data; boundary=x")
    assert b"44001" in raw
    assert client.post("media/upload", {"media": "x"})["errcode"] == 40005


@pytest.mark.parametrize(("seconds", "errcode"), [(3 * 86400, 0), (3 * 86400 + 1, 40007), (30 * 86400, 40007)])
def test_an_id_lives_three_days(client: Client, friend: str, clock: Clock, seconds: float, errcode: int) -> None:
    """To the second, and is 40007 after."""
    media_id = client.upload()["media_id"]
    clock.advance(seconds)
    assert client.mass(friend, attachments=image(media_id))["errcode"] == errcode


def test_what_expired_long_ago_is_forgotten(client: Client, sandbox: Sandbox, clock: Clock) -> None:
    """The sandbox does not keep every file for ever."""
    client.upload()
    clock.advance(8 * 86_400)
    kept = client.upload()["media_id"]
    assert list(sandbox.world.state.media) == [kept]


def test_an_id_serves_all_apps_of_the_corp_and_nobody_else(client: Client, friend: str) -> None:
    """Another corp's id is 40007."""
    media_id = client.upload()["media_id"]
    apps = [{"agent_id": 1000002, "secret": client.secret}, {"agent_id": 1000003, "secret": "other-app"}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(secrets=apps))
    assert Client(client.url, CORP, "other-app").mass(friend, attachments=image(media_id))["errcode"] == 0
    client.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    stranger = Client(client.url, "wwother", "o").upload()["media_id"]
    assert client.mass(friend, attachments=image(stranger))["errcode"] == 40007


def test_a_file_is_no_picture(client: Client, friend: str) -> None:
    """An id is good only for the kind that it was uploaded as."""
    media_id = client.upload("file")["media_id"]
    assert client.mass(friend, attachments=image(media_id))["errcode"] == 40007
    assert client.mass(friend, attachments=[{"msgtype": "file", "file": {"media_id": media_id}}])["errcode"] == 0


def test_a_permanent_picture_gets_an_address(client: Client) -> None:
    """Over two megabytes it is 40009."""
    answer = client.upload("")
    assert answer["errcode"] == 0
    assert answer["url"].startswith(client.url)
    assert client.upload("", PICTURE + bytes(2 * MEGABYTE))["errcode"] == 40009


def test_permanent_pictures_are_limited_by_the_day_in_shanghai(client: Client, clock: Clock) -> None:
    """It is 10 o'clock: the block ends 14 hours later, at midnight."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"images_per_day": 2}))
    assert [client.upload("")["errcode"] for _ in range(4)] == [0, 0, 45009, 45009]
    clock.advance(14 * 3600 - 1)
    assert client.upload("")["errcode"] == 45009
    clock.advance(1)
    assert client.upload("")["errcode"] == 0


def test_permanent_pictures_are_limited_by_the_month(client: Client, clock: Clock) -> None:
    """The next one is taken 30 days after."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"images_per_month": 2}))
    assert [client.upload("")["errcode"] for _ in range(3)] == [0, 0, 45009]
    clock.advance(30 * 86400 - 1)
    assert client.upload("")["errcode"] == 45009
    clock.advance(1)
    assert client.upload("")["errcode"] == 0


def test_uploads_have_a_minute_limit_of_their_own(client: Client) -> None:
    """Permanent pictures are not counted by it."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"uploads_per_minute": 2}))
    assert [client.upload()["errcode"] for _ in range(3)] == [0, 0, 45009]
    assert client.upload("")["errcode"] == 0
