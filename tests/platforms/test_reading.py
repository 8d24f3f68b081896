"""Whatever dirt of a platform an answer is in, its effect is the one of the clean answer."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chalicelib.core.errors import MalformedMessage, UpstreamUnknown
from chalicelib.core.text import shown
from chalicelib.platforms import reading
from chalicelib.platforms.wechat import account
from chalicelib.platforms.wechat.client import MiniLogin
from chalicelib.platforms.wechatpay import client as pay
from chalicelib.platforms.wechatpay import notices
from chalicelib.platforms.wechatpay import probes as pay_probes
from chalicelib.platforms.wechatpay.words import Refund, Transaction
from chalicelib.platforms.wecom import (
    behaviour,
    client,
    contacts,
    customers,
    mass,
    media,
    menu,
    probes,
    tickets,
    token,
    transfers,
    transport,
)
from chalicelib.platforms.wecom.transport import Json

PRODUCT = Path(reading.__file__).parents[1]
READERS = ("fitted", "ask", "_ask", "pages", "read", "_read", "_answer")
# A clean answer for each shape that is read, with every field; a new call comes with its own.
NAME = "王🧋小明"
CLEAN: dict[Any, Json] = {
    transfers.Results: {
        "customer": [{"external_userid": "wm1", "status": 1, "takeover_time": 1763690400}],
        "next_cursor": "n",
    },
    probes.Agent: {
        "allow_userinfos": {"user": [{"userid": "liming"}]},
        "allow_partys": {"partyid": [1, 2]},
        "allow_tags": {"tagid": [3]},
    },
    pay_probes._Told: {"code": "ORDER_NOT_EXIST"},
    pay_probes._Certificates: {
        "data": [
            {
                "encrypt_certificate": {
                    "algorithm": "AEAD_AES_256_GCM",
                    "nonce": "61f9c719728a",
                    "associated_data": "certificate",
                    "ciphertext": "c2VhbGVk",
                }
            }
        ]
    },
    probes._Listed: {"userlist": [{"userid": "liming"}, {"userid": "wangfang"}]},
    probes._Followers: {"follow_user": ["liming"]},
    transfers._AllAsked: {"customer": [{"external_userid": "wm1", "errcode": 40129}]},
    transfers._FailedGroups: {"failed_chat_list": [{"chat_id": "wr1", "errcode": 90508}]},
    behaviour._Behaviours: {
        "behavior_data": [
            {
                "stat_time": 1763690400,
                "chat_cnt": 100,
                "message_cnt": 80,
                "reply_percentage": 60.5,
                "avg_reply_time": 12,
                "negative_feedback_cnt": 0,
                "new_apply_cnt": 6,
                "new_contact_cnt": 5,
            }
        ]
    },
    client.ContactWay: {"config_id": "c1", "qr_code": "http://q", "state": "s", "user": ["liming"]},
    client._Way: {"contact_way": {"config_id": "c1", "qr_code": "http://q", "state": "s", "user": ["liming"]}},
    client._WayIds: {"contact_way": [{"config_id": "c1"}], "next_cursor": "n"},
    client.Contact: {
        "external_contact": {"name": NAME, "avatar": "http://a", "gender": 1, "unionid": "oU"},
        "follow_user": [
            {
                "userid": "liming",
                "tags": [{"tag_name": "新客", "tag_id": "et1"}],
                "remark_mobiles": ["13800000000"],
                "createtime": 1763690400,
                "state": "s",
            }
        ],
    },
    client._TagGroups: {
        "tag_group": [{"group_id": "g", "group_name": "组", "tag": [{"id": "et1", "name": "新客", "deleted": True}]}]
    },
    client._NewTagGroup: {
        "tag_group": {"group_id": "g", "group_name": "组", "tag": [{"id": "et1", "name": "新客", "deleted": True}]}
    },
    client._Identity: {"userid": "liming"},
    tickets._Ticket: {"ticket": "t" * 86, "expires_in": 7200},
    customers._FollowUsers: {"follow_user": ["liming", "wangfang"]},
    customers._CustomerIds: {"external_userid": ["wmA", "wmB"]},
    customers.Pairs: {
        "external_contact_list": [
            {
                "external_contact": {"external_userid": "wmA", "name": NAME, "avatar": "", "gender": 2, "unionid": "o"},
                "follow_info": {"userid": "liming", "createtime": 1763690400, "state": "s", "tag_id": ["et1"]},
            }
        ],
        "next_cursor": "n",
    },
    customers._ExternalId: {"external_userid": "wmA"},
    mass.MassTask: {"msgid": "m", "fail_list": ["wmA"]},
    mass._Tasks: {"group_msg_list": [{"msgid": "m", "create_time": 1763690400, "text": {"content": "周末\n半价"}}]},
    mass._Confirmations: {"task_list": [{"userid": "liming", "status": 2, "send_time": 1763690400}]},
    mass._Sendings: {"send_list": [{"status": 1, "external_userid": "wmA", "chat_id": "wr"}]},
    mass._Groups: {"group_chat_list": [{"chat_id": "wr", "status": 0}], "next_cursor": "n"},
    mass._Delivered: {"invaliduser": "zhaolei|li", "unlicenseduser": ""},
    menu._Menu: {
        "button": [
            {"name": "门店", "sub_button": [{"name": "扫码核销", "type": "scancode_waitmsg", "key": "k", "url": ""}]},
            {"name": "小程序", "type": "view_miniprogram", "appid": "wx1", "pagepath": "pages/a", "sub_button": []},
        ]
    },
    media._Uploaded: {"media_id": "m"},
    token._Token: {"access_token": "t", "expires_in": 7200},
    MiniLogin: {"openid": "o", "unionid": "u"},
    account._Token: {
        "openid": "o",
        "access_token": "t",
        "scope": "snsapi_userinfo",
        "unionid": "u",
        "is_snapshotuser": 0,
    },
    account._Who: {"openid": "o", "unionid": "u"},
    contacts._Memberships: {"dept_user": [{"userid": "liming"}, {"userid": "wangfang"}], "next_cursor": "n"},
    contacts.Member: {"userid": "liming", "name": NAME, "avatar": "http://a", "department": [1, 2], "status": 4},
    contacts._Departments: {"department": [{"id": 2, "name": "门店", "parentid": 1, "order": 100}]},
    pay._Prepaid: {"prepay_id": "wx1"},
    notices._Envelope: {
        "id": "n1",
        "event_type": "TRANSACTION.SUCCESS",
        "resource_type": "encrypt-resource",
        "resource": {"algorithm": "AEAD_AES_256_GCM", "nonce": "n", "ciphertext": "Y2lwaGVy", "associated_data": "t"},
    },
    Transaction: {
        "appid": "wx",
        "mchid": "1900000001",
        "out_trade_no": "n1",
        "trade_state": "SUCCESS",
        "transaction_id": "t1",
        "success_time": "2026-11-21T10:00:00+08:00",
        "amount": {"total": 100, "refund": 0, "currency": "CNY"},
    },
    Refund: {"out_trade_no": "n1", "out_refund_no": "r1", "refund_id": "5", "amount": {"refund": 1, "total": 100}},
}
# What may be done to the bytes of a clean answer.
Spoil = Callable[[random.Random, bytes], bytes]


def _bom(_: random.Random, raw: bytes) -> bytes:
    return b"\xef\xbb\xbf" + raw + b"\r\n\0"


def _controls(chance: random.Random, raw: bytes) -> bytes:
    """A raw control character in the middle of some texts."""
    parts = raw.split(b'": "')
    return b'": "'.join([parts[0], *(bytes([chance.choice((1, 8, 20, 31, 127))]) + part for part in parts[1:])])


def _halves(_: random.Random, raw: bytes) -> bytes:
    """Every emoji in CESU-8."""
    return raw.replace("🧋".encode(), "\ud83e\uddcb".encode("utf-8", "surrogatepass"))


def _escapes(_: random.Random, raw: bytes) -> bytes:
    return json.dumps(json.loads(raw), ensure_ascii=True).encode()


SPOILS: tuple[Spoil, ...] = (_bom, _controls, _halves, _escapes)


def _loose(chance: random.Random, value: Any) -> Any:
    """Numbers as text and as fractions, texts of digits as numbers, null and unknown fields beside the known ones."""
    if isinstance(value, dict):
        return {"new_field": None, **{name: _loose(chance, one) for name, one in value.items()}}
    if isinstance(value, list):
        return [None, *(_loose(chance, one) for one in value)]
    if isinstance(value, float):
        return chance.choice((str(value), value))
    if isinstance(value, int):
        return chance.choice((str(value), float(value), value))
    return int(value) if value.isdecimal() and str(int(value)) == value and chance.random() < 0.7 else value


def _shouted(value: Any) -> Any:
    """Every userid in another case."""
    return json.loads(json.dumps(value).replace("liming", "LiMing").replace("wangfang", "WANGFANG"))


def dirty(seed: int, clean: Json) -> Iterator[bytes]:
    chance = random.Random(seed)
    for value in (clean, _loose(chance, clean), _shouted(clean)):
        raw = json.dumps(value, ensure_ascii=False).encode()
        yield raw
        for spoil in SPOILS:
            yield spoil(chance, raw)
        yield SPOILS[0](chance, SPOILS[1](chance, raw))


def effect(answer: Any) -> Any:
    """What is stored and shown of an answer: the names in it as people read them."""
    plain = msgspec.to_builtins(answer)
    return json.loads(json.dumps(plain, ensure_ascii=False), object_hook=_readable)


def _readable(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: shown(one) if name == "name" else one for name, one in fields.items()}


def _asked_for() -> set[str]:
    """The shapes that the platforms' clients read answers as, by name."""
    calls = [
        node
        for path in (PRODUCT / "platforms").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in READERS and node.args
    ]
    named = [ast.unparse(argument).rpartition(".")[2] for call in calls for argument in call.args]
    return {name for name in named if name.isidentifier() and name.strip("_")[:1].isupper() and not name.isupper()}


def test_every_answer_that_is_read_is_tried_dirty() -> None:
    """A new call comes with its clean answer above; none is read by another way, which would be strict."""
    assert _asked_for() - {"Json", "_Verdict", "_Refusal"} == {shape.__name__ for shape in CLEAN}
    strict = [path.name for path in (PRODUCT / "platforms").rglob("*.py") if "msgspec.convert(" in path.read_text()]
    assert strict == ["reading.py"]


@pytest.mark.parametrize("shape", CLEAN, ids=lambda shape: str(shape.__name__))
def test_a_dirty_answer_has_the_effect_of_the_clean_one(shape: Any) -> None:
    """Control characters, CESU-8, escapes, BOM, null, numbers as text and text as numbers, userids in any case."""
    clean = effect(msgspec.convert(CLEAN[shape], shape))
    for seed in range(3):
        for raw in dirty(seed, CLEAN[shape]):
            assert effect(reading.read(raw, shape)) == clean, raw


@pytest.mark.parametrize("shape", CLEAN, ids=lambda shape: str(shape.__name__))
def test_what_may_be_missing_may_be_null(shape: Any) -> None:
    """Both read the same, one field at a time, at any depth; what must be there is said to be missing."""
    for bare, nulled in _each_without(CLEAN[shape]):
        answers = [_read_or_none(one, shape) for one in (bare, nulled)]
        assert answers[0] == answers[1], nulled


@pytest.mark.parametrize("shape", CLEAN, ids=lambda shape: str(shape.__name__))
def test_an_empty_list_may_be_null(shape: Any) -> None:
    """At any depth, and of any list."""
    for full in _each_emptied(CLEAN[shape]):
        answers = [_read_or_none(one, shape) for one in full]
        assert answers[0] == answers[1] is not None, full


def _each_emptied(value: Any) -> Iterator[tuple[Any, Any]]:
    """A value with each of its lists in turn empty, and the same with null there."""
    for name, held in value.items() if isinstance(value, dict) else ():
        if isinstance(held, list):
            yield {**value, name: []}, {**value, name: None}
            for place, item in enumerate(held):
                for pair in _each_emptied(item):
                    empty, nulled = ([*held[:place], one, *held[place + 1 :]] for one in pair)
                    yield {**value, name: empty}, {**value, name: nulled}
        for empty, nulled in _each_emptied(held):
            yield {**value, name: empty}, {**value, name: nulled}


def _read_or_none(value: Json, shape: Any) -> Any:
    try:
        return reading.fitted(value, shape)
    except MalformedMessage:
        return None


def _each_without(value: Any) -> Iterator[tuple[Any, Any]]:
    """A value without each of its fields in turn, and the same with null there."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            for bare, nulled in _each_without(item):
                yield [*value[:place], bare, *value[place + 1 :]], [*value[:place], nulled, *value[place + 1 :]]
    if isinstance(value, dict):
        for name in value:
            yield {key: one for key, one in value.items() if key != name}, {**value, name: None}
            for bare, nulled in _each_without(value[name]):
                yield {**value, name: bare}, {**value, name: nulled}


def test_a_name_that_was_cut_in_half_is_still_a_name() -> None:
    """The rest of the answer is read as if nothing were."""
    raw = json.dumps(CLEAN[client.Contact], ensure_ascii=False).encode().replace("明".encode(), b"\xe6\x98")
    contact = reading.read(raw, client.Contact)
    assert shown(contact.external_contact.name) == "王🧋小\ufffd"
    assert contact.follow_user[0].userid == "liming"


def test_one_follower_that_cannot_be_read_leaves_the_others() -> None:
    """A list is read item by item."""
    broken = {**CLEAN[client.Contact], "follow_user": [{"tags": []}, 7, {"userid": ""}, {"userid": "WangFang"}]}
    assert [one.userid for one in reading.fitted(broken, client.Contact).follow_user] == ["wangfang"]


@pytest.mark.parametrize("raw", [b"", b"<html>", b"[]", b"null", b"{", b"[" * 100_000, b'{"errcode": 1e400}', b"\xff"])
def test_what_is_no_answer_leaves_the_outcome_unknown(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never an error of another kind, which nobody would look up."""

    class Reply:
        status = 200

        def read(self, _: int) -> bytes:
            return raw

        def release_conn(self) -> None:
            """Nothing was held."""

    class Pool:
        def request(self, *_: Any, **__: Any) -> Reply:
            return Reply()

    monkeypatch.setattr(transport, "pool", Pool)
    with pytest.raises(UpstreamUnknown):
        transport.errcode_of(transport.call("GET", "http://x", {}))


@pytest.mark.parametrize(("errcode", "read"), [(None, 0), ("40014", 40014), (0.0, 0), ("0", 0), (-1, -1)])
def test_an_errcode_is_read_in_any_form(errcode: object, read: int) -> None:
    """A refusal in a text is not taken for a success."""
    assert transport.errcode_of({"errcode": errcode}) == read
    assert transport.errcode_of({}) == 0


def test_null_is_absent_in_an_answer_of_no_shape() -> None:
    """Whoever looks for a field does not find it."""
    assert reading.read('{"a": null, "b": 1}', Json) == {"b": 1}


def test_an_errcode_that_is_no_number_is_no_success() -> None:
    """Nobody knows how such a call ended."""
    with pytest.raises(UpstreamUnknown):
        transport.errcode_of({"errcode": "ok"})


def test_what_fits_into_no_row_is_absent() -> None:
    """Numbers beyond a row's, texts beyond a row's size: of a name the beginning stays, the others are none."""
    huge = {
        "userid": "liming",
        "name": "名" * 500_000,
        "avatar": "a" * 500_000,
        "status": 10**30,
        "department": [1e300],
    }
    member = reading.fitted({**huge, "department": [1e300]}, contacts.Member)
    assert (len(member.name), member.avatar, member.status, member.department) == (16_384, "", 1, [])
