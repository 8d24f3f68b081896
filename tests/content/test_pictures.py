"""Pictures: taken by what they are, kept by their content, uploaded when WeCom needs them."""

from __future__ import annotations

import base64
import struct
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.content import picture_header, service, store
from chalicelib.content.errors import PictureRefused
from chalicelib.content.ids import PictureId
from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.moments import iso
from chalicelib.platforms.wecom import media
from chalicelib.platforms.wecom.errors import WeComRefused
from tests.content.studio import Studio, image
from tests.support.race.rivals import between


def _post(studio: Studio, data: bytes, name: str = "封面") -> Any:
    return studio.author.post("/admin/v1/pictures", {"name": name, "data": base64.b64encode(data).decode()})


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_is_kept_and_shown(studio: Studio, form: str) -> None:
    """Its sides and type as another library wrote them; the same bytes come back, to a session alone."""
    data = image(64, 48, form)
    made = _post(studio, data)
    assert made.status == 201
    shown = made.json()
    media_type = f"image/{form.lower()}"
    assert (shown["width"], shown["height"], shown["size"], shown["media_type"]) == (64, 48, len(data), media_type)
    read = studio.compliance.get(f"/admin/v1/pictures/{shown['picture_id']}")
    assert (read.body, read.headers["content-type"]) == (data, media_type)
    assert studio.stack.http.get(f"/admin/v1/pictures/{shown['picture_id']}").status == 401


def test_the_same_bytes_are_the_same_picture(studio: Studio) -> None:
    """Under any name and whoever uploads, once; another corp's copy is another picture."""
    data = image(color="green")
    first = _post(studio, data).json()
    assert _post(studio, data, "别名").json() == first
    assert _post(studio, image(color="blue")).json()["picture_id"] != first["picture_id"]
    rival = studio.stack.operator(corp="rival")
    body = {"name": "x", "data": base64.b64encode(data).decode()}
    assert rival.post("/admin/v1/pictures", body).json()["picture_id"] != first["picture_id"]


def test_a_crash_between_bytes_and_row_leaves_nothing_half(studio: Studio) -> None:
    """The bytes alone are no picture; the repeat completes it."""
    data = image(color="pink")
    picture_id = _post(studio, image(color="black")).json()["picture_id"]
    ctx = studio.stack.ctx()
    lost, header = PictureId("f" * 26), picture_header.Header("image/png", 1, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "PictureRow", _dies)
        with pytest.raises(SystemError):
            store.keep_picture(ctx, lost, "n", data, header)
    assert studio.owner.get(f"/admin/v1/pictures/{lost}").code == "UnknownPicture"
    store.keep_picture(ctx, lost, "n", data, header)
    assert studio.owner.get(f"/admin/v1/pictures/{lost}").body == data
    assert studio.owner.get(f"/admin/v1/pictures/{picture_id}").status == 200


def _dies(*_: Any, **__: Any) -> None:
    raise SystemError("the process died here")


PNG = image()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a" + b"\0" * 40, b"RIFF0000WEBP", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7",
        PNG[:20], b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x02\xff\xd9",
        PNG[:16] + struct.pack(">II", 0, 10) + PNG[24:], PNG[:16] + struct.pack(">II", 10, 10_001) + PNG[24:],
        PNG + b"\0" * picture_header.BYTES, b"\xff\xd8\xff\xe0" + b"\xff\xff" * 20, b"<html>" + PNG,
    ],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused(studio: Studio, data: bytes) -> None:
    """By its first bytes, its sides and its size; nothing is stored and the answer says what would be taken."""
    answer = _post(studio, data)
    assert (answer.status, answer.code) == (400, "PictureRefused") and "180 KB" in answer.json()["message_en"]


def test_a_picture_may_be_exactly_as_large_as_the_limit(studio: Studio) -> None:
    """180 KB pass the door's own limit too; one byte more does not."""
    full = PNG.ljust(picture_header.BYTES, b"\0")
    made = _post(studio, full).json()
    assert made["size"] == 180 * 1024
    assert studio.owner.get(f"/admin/v1/pictures/{made['picture_id']}").body == full
    with pytest.raises(PictureRefused):
        picture_header.header(full + b"\0")


def test_data_that_is_not_base64_is_refused(studio: Studio) -> None:
    """As a body that does not match."""
    assert studio.author.post("/admin/v1/pictures", {"name": "x", "data": "!!"}).code == "InvalidBody"


def test_a_jpeg_with_segments_before_its_frame_is_read(studio: Studio) -> None:
    """Cameras write thumbnails and fill bytes first; a thumbnail's sides are not the picture's."""
    plain = image(300, 200, "JPEG")
    thumbnail = image(16, 8, "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    read = picture_header.header(plain[:2] + segment + b"\xff" + plain[2:])
    assert (read.width, read.height, read.media_type) == (300, 200, "image/jpeg")
    progressive = picture_header.header(_progressive())
    assert (progressive.width, progressive.height) == (31, 17)


def _progressive() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (31, 17)).save(out, "JPEG", progressive=True)
    return out.getvalue()


def test_wecom_receives_the_bytes_under_a_name(studio: Studio) -> None:
    """The multipart body is read by the platform's own reader: size, type and file name are ours."""
    data = image(color="gray", form="JPEG")
    picture_id = studio.picture(data)
    service.media_id(studio.stack.ctx(), picture_id)
    (entry,) = [one for one in studio.stack.platform.ledger("media") if one["filename"].startswith(picture_id)]
    assert (entry["filename"], entry["size"], entry["type"]) == (f"{picture_id}.jpg", len(data), "image")


def test_a_refused_token_is_refreshed_for_an_upload(studio: Studio) -> None:
    """Once, as for every call."""
    picture_id = studio.picture(image(color="olive"))
    service.media_id(studio.stack.ctx(), studio.picture(image(color="teal")))
    studio.stack.platform.fault(kind="invalidate_tokens")
    assert service.media_id(studio.stack.ctx(), picture_id)


def test_an_upload_without_an_answer_keeps_nothing(studio: Studio) -> None:
    """Nobody knows whether WeCom has it; the next try uploads again."""
    picture_id = studio.picture(image(color="brown"))
    studio.stack.platform.fault(kind="drop_reply", api="media/upload", times=1)
    with pytest.raises(UpstreamUnknown):
        service.media_id(studio.stack.ctx(), picture_id)
    assert service.media_id(studio.stack.ctx(), picture_id)


def test_of_two_uploads_at_once_one_id_is_kept(studio: Studio) -> None:
    """The rival kept theirs first: both callers are told that one, and so is the next."""
    picture_id = studio.picture(image(color="gold"))
    rival = between(
        (media, "upload_image"), (store, "keep_media"), lambda: service.media_id(studio.stack.ctx(), picture_id)
    )
    with rival as answers:
        mine = service.media_id(studio.stack.ctx(), picture_id)
    assert [mine] == answers == [service.media_id(studio.stack.ctx(), picture_id)]


def test_what_wecom_is_told_of_a_picture_is_a_small_row(studio: Studio) -> None:
    """A new media id writes one unit, not the 180 KB again."""
    picture_id = studio.picture(PNG.ljust(picture_header.BYTES, b"\1"))
    service.media_id(studio.stack.ctx(), picture_id)
    row = store.picture(studio.stack.ctx(), picture_id)
    assert row is not None and row.media_until > iso(studio.stack.clock.now())
    assert len(str(row.to_dynamodb_dict())) < 1024


def test_a_picture_passes_the_stream(studio: Studio) -> None:
    """Rows with bytes tell nothing and stop nothing, as bytes (streams) and as base64 (Lambda's events)."""
    from chalicelib import functions

    studio.picture(image(color="lime"))
    studio.stack.drain()
    assert not studio.stack.drain.main.dead
    stored = {"pk": {"S": "demo#picture#x"}, "sk": {"S": "bytes"}, "kind": {"S": "picture_bytes"}}
    stored |= {"data": {"B": "iVBORw=="}, **{n: {"S": "-"} for n in ("changed_at", "changed_by", "cause")}}
    record = {"eventName": "INSERT", "dynamodb": {"NewImage": stored, "SequenceNumber": "1"}}
    assert functions.on_change({"Records": [record]}, "r") == {"batchItemFailures": []}


def _in(studio: Studio, days: float) -> Ctx:
    """So many days later, for us."""
    ctx = studio.stack.ctx()
    return msgspec.structs.replace(ctx, now=ctx.now + timedelta(days=days))


def test_a_picture_is_uploaded_anew_a_day_before_wecom_forgets_it(studio: Studio) -> None:
    """Used within two days it is not; later it is, while the old id still lives."""
    picture_id = studio.picture(image(color="plum"))
    first = service.media_id(_in(studio, 0), picture_id)
    assert service.media_id(_in(studio, 1.9), picture_id) == first
    assert service.media_id(_in(studio, 2.1), picture_id) != first


def test_a_picture_that_cannot_be_uploaded_anew_is_used_while_it_lives(studio: Studio) -> None:
    """WeCom takes no uploads today: the old id until shortly before its end, then no more."""
    picture_id = studio.picture(image(color="navy"))
    first = service.media_id(_in(studio, 0), picture_id)
    studio.stack.platform.fault(kind="permanent", api="media/upload", errcode=48002)
    assert service.media_id(_in(studio, 2.5), picture_id) == first
    with pytest.raises(WeComRefused):
        service.media_id(_in(studio, 2.5), picture_id, is_refused=True)
    with pytest.raises(WeComRefused):
        service.media_id(_in(studio, 2.99), picture_id)
