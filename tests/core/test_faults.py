"""What every door says of input that is not of its shape: all of it, at its field, in people's words."""

from __future__ import annotations

import enum
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Meta
from msgspec import inspect as types

import app as _  # noqa: F401  loads every room, and with it every route and every word
from chalicelib.core import words
from chalicelib.core.errors import (
    MOST_FAULTS,
    AppError,
    BadSignature,
    Fault,
    InvalidBody,
    Misfit,
    NeedsConfirmation,
    NotAnOperator,
    NotFound,
    SignatureTooOld,
    UpstreamUnknown,
    WrongReceiver,
    every,
)
from chalicelib.core.http.answers import Incoming
from chalicelib.core.http.faults import Walk
from chalicelib.core.http.parsing import CUSTOMERS, Declared, is_for_customers, parse
from chalicelib.core.http.problem import TO_CUSTOMERS, Where, refusal
from chalicelib.core.http.routes import REGISTRY, Route, declared
from chalicelib.core.http.sentences import Reader, Rule, say
from chalicelib.core.http.texts import Lint
from chalicelib.core.words import FEN, Word
from chalicelib.platforms import codes
from chalicelib.platforms.wechatpay.errors import PayOutcomeUnknown
from chalicelib.platforms.wechatpay.errors import refusal as wechatpay
from chalicelib.platforms.wecom.errors import refusal as wecom

SHAPED = [route for route in REGISTRY if route.body is not None or route.query is not None]
# Refusals that no customer meets.
FOR_PLATFORMS = {BadSignature, SignatureTooOld, WrongReceiver, NotAnOperator, NeedsConfirmation}
# Three words of English in a row are a sentence; a name of a field or of a header is none.
ENGLISH = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,} +[A-Za-z]{2,}")
OF_A_VALIDATOR = ("`", "^", "$", "\\", "regex", "Expected", "Object ", "{1,", "Invalid ")


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _asked(body: Any = None, query: Any = None, raw: bytes | None = None, key: str = "") -> Incoming:
    sent = raw if raw is not None else json.dumps(body).encode()
    return Incoming(raw_body=sent, query=query or {}, headers={"idempotency-key": key}, request_id="r")


def _refused(route: Route, asked: Incoming) -> AppError:
    with pytest.raises(AppError) as caught:
        parse(declared(route), asked)
    return caught.value


def _bare(info: types.Type) -> types.Type:
    return info.type if isinstance(info, types.Metadata) else info


def _wrong(info: types.Type) -> Iterator[Any]:
    """Values that a type refuses, one for each of its rules."""
    info = _bare(info)
    yield 7.5 if isinstance(info, types.StructType | types.DictType | types.UnionType) else {"a": [1]}
    yield from (wrong for kind, wrongs in WRONG.items() if isinstance(info, kind) for wrong in wrongs(info))


def _wrong_items(info: Any) -> Iterator[Any]:
    yield from [[None] * (info.max_length + 1)] if info.max_length else []
    yield from [[]] if info.min_length else []
    yield from ([wrong] for wrong in _wrong(info.item_type))


def _wrong_fields(info: Any) -> Iterator[Any]:
    yield {"surprise": 1}
    for field in info.fields:
        yield from ({field.encode_name: wrong} for wrong in _wrong(field.type))


def _wrong_members(info: Any) -> Iterator[Any]:
    for member in info.types:
        if isinstance(member, types.StructType) and member.tag_field:
            yield {member.tag_field: "no such tag"}
            yield from ({member.tag_field: member.tag, **wrong} for wrong in _wrong_fields(member))


WRONG: dict[type[types.Type], Callable[[Any], Iterable[Any]]] = {
    types.IntType: lambda info: [info.ge - 1] if info.le is None else [info.ge - 1, info.le + 1],
    types.StrType: lambda info: (
        ["x" * (info.max_length or 0) + "x"] * bool(info.max_length)
        + [""] * bool(info.min_length)
        + [" \n "] * bool(info.pattern)
    ),
    types.EnumType: lambda info: ["no such choice"],
    types.LiteralType: lambda info: ["no such choice"],
    types.BytesType: lambda info: ["!!"],
    types.CollectionType: _wrong_items,
    types.DictType: lambda info: [{"A": {"deep": 1}}],
    types.StructType: _wrong_fields,
    types.UnionType: _wrong_members,
}


def _read(faults: tuple[Fault, ...], patterns: set[str]) -> None:
    """As a person does."""
    assert faults
    for fault in faults:
        assert fault.rule != Rule.INVALID, fault
        assert re.search("[一-鿿]", fault.zh) and fault.zh.endswith("。"), fault
        assert not ENGLISH.search(fault.zh), fault
        assert fault.en[0].isupper() or not fault.en[0].isalpha(), fault
        assert fault.en.endswith("."), fault
        for text in (fault.zh, fault.en, str(fault.limit)):
            assert not [mark for mark in OF_A_VALIDATOR if mark in text], fault
            assert not [pattern for pattern in patterns if pattern in text], fault


def _patterns(info: types.Type, seen: set[Any]) -> set[str]:
    info = _bare(info)
    found = {info.pattern} if isinstance(info, types.StrType) and info.pattern else set()
    if isinstance(info, types.StructType) and info.cls not in seen:
        seen.add(info.cls)
        found |= {one for field in info.fields for one in _patterns(field.type, seen)}
    if isinstance(info, types.CollectionType):
        found |= _patterns(info.item_type, seen)
    if isinstance(info, types.UnionType):
        found |= {one for member in info.types for one in _patterns(member, seen)}
    return found


@pytest.mark.parametrize("route", [route for route in SHAPED if route.body], ids=_name)
def test_every_wrong_field_of_a_body_is_told_in_words(route: Route) -> None:
    """Each value that its shape refuses, one by one: at its own path, with what else is missing."""
    info = types.type_info(route.body)
    assert isinstance(info, types.StructType)
    patterns = _patterns(info, set())
    required = {field.encode_name for field in info.fields if field.required}
    for field in info.fields:
        for wrong in _wrong(field.type):
            told = _refused(route, _asked({field.encode_name: wrong})).faults
            _read(told, patterns)
            paths = {re.split(r"[.\[]", fault.path)[0] for fault in told}
            assert paths == required | {field.encode_name}, (field.encode_name, wrong, told)


@pytest.mark.parametrize("route", [route for route in SHAPED if route.query], ids=_name)
def test_every_wrong_parameter_of_a_query_is_told_in_words(route: Route) -> None:
    """Where text stands for figures as well."""
    info = types.type_info(route.query)
    assert isinstance(info, types.StructType)
    patterns = _patterns(info, set())
    for field in info.fields:
        bare = _bare(field.type)
        wrongs = [
            str(wrong) for wrong in _wrong(field.type) if not isinstance(bare, types.StrType) or isinstance(wrong, str)
        ]
        for wrong in wrongs:
            told = _refused(route, _asked({}, {field.encode_name: wrong})).faults
            _read(told, patterns)
            assert f"query.{field.encode_name}" in {fault.path for fault in told}


@pytest.mark.parametrize("route", [route for route in SHAPED if route.body], ids=_name)
def test_all_faults_of_a_request_come_at_once(route: Route) -> None:
    """Every field of the body, a field that is none, and the key's header."""
    info = types.type_info(route.body)
    assert isinstance(info, types.StructType)
    body = {field.encode_name: next(_wrong(field.type)) for field in info.fields}
    told = _refused(route, _asked({**body, "surprise": 1}, key="k" * 201))
    assert isinstance(told, InvalidBody)
    paths = {fault.path for fault in told.faults}
    assert paths >= {*body, "surprise", *(["header.idempotency-key"] if declared(route).has_key else [])}
    assert told.details["errors"] == [msgspec.structs.asdict(fault) for fault in told.faults]


def _fields(info: types.Type, seen: set[Any]) -> Iterator[tuple[type, str, types.Type]]:
    info = _bare(info)
    if isinstance(info, types.StructType) and info.cls not in seen:
        seen.add(info.cls)
        if info.tag_field:
            yield info.cls, info.tag_field, types.AnyType()
        for field in info.fields:
            yield info.cls, field.encode_name, field.type
            yield from _fields(field.type, seen)
    if isinstance(info, types.CollectionType):
        yield from _fields(info.item_type, seen)
    if isinstance(info, types.UnionType):
        for member in info.types:
            yield from _fields(member, seen)


def test_people_have_a_word_for_every_field() -> None:
    """Rooms declare them in `words`; without one a refusal would say a name of the code's."""
    unnamed = set()
    for route in SHAPED:
        for shape in (route.body, route.query):
            if shape is not None:
                named = _fields(types.type_info(shape), set())
                unnamed |= {
                    f"{cls.__module__}.{cls.__name__}.{name}" for cls, name, _ in named if not words.is_known(cls, name)
                }
    assert sorted(unnamed) == []


def test_every_pattern_is_said_beside_it() -> None:
    """`said` in the shape, since nobody reads a pattern."""
    unsaid = set()
    for route in SHAPED:
        for shape in (route.body, route.query):
            for cls, name, info in _fields(types.type_info(shape), set()) if shape is not None else ():
                inner = info.type if isinstance(info, types.Metadata) else info
                extra = info.extra if isinstance(info, types.Metadata) else None
                if isinstance(inner, types.StrType) and inner.pattern and "said" not in (extra or {}):
                    unsaid.add(f"{cls.__module__}.{cls.__name__}.{name}")
    assert sorted(unsaid) == []


def test_at_a_customers_door_no_word_is_a_programs() -> None:
    """They are told what to fill in, or to open the mini-program again."""
    for route in SHAPED:
        if route.path.startswith(CUSTOMERS) and route.body:
            for asked in (_asked({"surprise": 1}), _asked([]), _asked(raw=b"{"), _asked({"quantity": "x"})):
                told = _refused(route, asked)
                for fault in told.faults:
                    assert not re.search("JSON|字段|接口|整数|列表|[a-z]+_[a-z]+", fault.zh), fault


@pytest.mark.parametrize(
    ("raw", "rule", "said"),
    [
        (b"not json", "json", "第 1 行第 5 个字符"),
        ('{\n  "name": "名称", x'.encode(), "json", "第 2 行第 17 个字符"),
        (b'{"name": "', "json", "末尾中断"),
        (b'{"name": "\xff"}', "json", "JSON"),
        (b'{"name": "\\ud800"}', "json", "JSON"),
        (b'{"name": "\xed\xa0\x80"}', "json", "JSON"),
        (b"[" * 100_000, "depth", "嵌套"),
        (b'{"name":' * 20_000, "depth", "嵌套"),
        (b"[]", "type", "一组字段"),
        (b"null", "required", "提交的内容"),
        (b'"text"', "type", "一组字段"),
    ],
)
def test_what_is_no_body_is_told_where(raw: bytes, rule: str, said: str) -> None:
    """Line and character of what is no JSON; a body that is none; nesting without end; half a surrogate pair."""
    told = _refused(_route("/admin/v1/products"), _asked(raw=raw)).faults
    assert [fault.rule for fault in told] == [rule]
    assert said in told[0].zh and told[0].path == ""


def _twice(route: Route) -> Incoming:
    """Each of its query's fields given more than once, and something that nobody asked for."""
    names = route.query.__struct_encode_fields__
    return Incoming(raw_body=b"", query={}, headers={}, request_id="r", repeated=(*names, "utm"))


@pytest.mark.parametrize("route", [route for route in SHAPED if route.query is not None], ids=_name)
def test_a_query_says_each_of_its_fields_once(route: Route) -> None:
    """Every door that reads one refuses at the field; a page bears what a link gathers as it is passed on."""
    try:
        parse(declared(route), _twice(route))
        faults: tuple[Fault, ...] = ()
    except AppError as refused:
        faults = refused.faults
    twice = [fault for fault in faults if fault.rule == Rule.DUPLICATE]
    wanted = [] if route.media_type == "text/html" else list(route.query.__struct_encode_fields__)
    assert [fault.path for fault in twice] == [f"query.{name}" for name in wanted]
    if twice:
        _read(tuple(twice), set())


class Loose(msgspec.Struct):
    """Takes fields that it does not name, so what lies in them is skipped."""

    known: int = 0


def test_what_a_shape_skips_may_not_be_nested_without_end() -> None:
    """The interpreter's own bound is met while nobody looks at it."""
    door = Declared("/admin/v1/x", Loose, None, has_key=False)
    with pytest.raises(InvalidBody) as caught:
        parse(door, _asked(raw=b'{"other":' + b"[" * 100_000))
    assert [fault.rule for fault in caught.value.faults] == [Rule.DEPTH]


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        (b'{"name": "a", "name": "b", "skus": []}', ["skus", "name"]),
        (b'{"name": "a", "n\\u0061me": "b", "skus": "x"}', ["skus", "name"]),
        (
            b'{"name": "a", "skus": [{"name": "b", "list_price": 1, "private_price": 1, "stock": 1, "stock": 9}]}',
            ["skus[0].stock"],
        ),
    ],
)
def test_a_field_that_stands_twice_is_told(raw: bytes, paths: list[str]) -> None:
    """The last would hold, and whoever wrote it would not know; with whatever else is wrong."""
    told = _refused(_route("/admin/v1/products"), _asked(raw=raw)).faults
    assert [fault.path for fault in told] == paths
    assert told[-1].rule == "duplicate" and "不止一次" in told[-1].zh


def test_the_same_field_in_each_of_a_list_stands_once() -> None:
    """Two SKUs have two names; a text that says a field is none."""
    sku = {"name": '"stock": 1, "stock"', "list_price": 1, "private_price": 1, "stock": 1}
    body = {"name": "a", "skus": [sku, {**sku, "name": "b"}]}
    assert parse(declared(_route("/admin/v1/products")), _asked(body))["body"].skus[1].name == "b"


class Note(msgspec.Struct):
    """A body of free texts: one that lint judges, and others, at any depth."""

    text: str = ""
    reason: Annotated[str, msgspec.Meta(min_length=1)] = "x"
    lines: list[dict[str, str]] = []


def _noted(judged: frozenset[str] = frozenset(), **body: Any) -> Note:
    note: Note = parse(Declared("/admin/v1/notes", Note, None, has_key=False, judged=judged), _asked(body))["body"]
    return note


def test_no_free_text_keeps_what_nobody_sees() -> None:
    """Stores and screens choke on it; tabs and line ends stay, and what lint judges is left for lint to tell of."""
    dirty = "a\x00\x1f\x7fb\n\tc"
    cleaned = Note("ab\n\tc", "ab\n\tc", [{"d": "ab\n\tc"}])
    assert _noted(text=dirty, reason=dirty, lines=[{"d": dirty}]) == cleaned
    assert _noted(frozenset({"text"}), text=dirty).text == dirty
    assert _noted(text="C:\\u0000").text == "C:\\u0000", "a backslash that somebody wrote is none"


def test_a_text_of_nothing_but_what_nobody_sees_is_missing() -> None:
    """Not a text of nothing, which the shape refuses."""
    with pytest.raises(InvalidBody) as refused:
        _noted(reason="\x00")
    assert [(one.path, one.rule) for one in refused.value.faults] == [("reason", "required")]


def test_every_text_that_no_lint_judges_is_cleaned() -> None:
    """At every door: what it declares as judged is what it declares as linted."""
    for route in SHAPED:
        linted = {path for path, lint in route.texts.items() if lint is not Lint.NONE}
        assert {path.partition(".")[0].partition("[")[0] for path in linted} == declared(route).judged


def _route(path: str) -> Route:
    return next(route for route in SHAPED if route.path == path and route.method == "POST")


@pytest.mark.parametrize("name", ["InvalidBody", "InvalidQuery", "InvalidHeader", "NeedsConfirmation"])
def test_the_api_document_says_what_a_refusals_faults_are(name: str) -> None:
    """As the committed document has it, for whoever makes a client of it."""
    document = json.loads((Path(__file__).resolve().parents[2] / "docs" / "openapi.json").read_text())
    schemas = document["components"]["schemas"]
    assert set(schemas["errors.Fault"]["required"]) == set(Fault.__struct_fields__)
    errors = json.dumps(next(schema for key, schema in schemas.items() if key.rpartition(".")[2] == name))
    assert "#/components/schemas/errors.Fault" in errors


def test_a_huge_list_is_bounded() -> None:
    """Fifty faults are told and the rest counted as more, in a moment."""
    began = time.monotonic()
    told = _refused(_route("/admin/v1/products"), _asked({"skus": [{"stock": -1}] * 5000, "surprise": 1}))
    assert {"name", "skus", "surprise"} <= {fault.path for fault in told.faults}
    wide = _refused(_route("/admin/v1/products"), _asked({f"no{number}": 1 for number in range(10_000)}))
    assert (len(wide.faults), wide.details["more"]) == (MOST_FAULTS, 1)
    assert time.monotonic() - began < 2


class Colour(enum.StrEnum):
    """Of this test."""

    RED = "red"


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    """Of this test."""

    size: Annotated[float, Meta(gt=0, lt=10)]
    step: Annotated[int, Meta(multiple_of=5)] = 5


class Window(msgspec.Struct):
    """Checks itself."""

    since: int
    until: int

    def __post_init__(self) -> None:
        if self.until <= self.since:
            raise Misfit(Fault("until", "after", None, "结束须晚于开始。", "The end must be after the beginning."))


class Odd(msgspec.Struct, forbid_unknown_fields=True):
    """What no room has today."""

    inner: dict[str, Inner] = {}
    pair: Annotated[list[int | str], Meta(max_length=3)] = []
    colour: Colour | None = None
    window: Window | None = None
    windows: list[Window] = []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"inner": {"a": {"size": 0}}}, {"inner.a.size": "above"}),
        ({"inner": {"a": {"size": 10, "step": 3}}}, {"inner.a.size": "below", "inner.a.step": "step"}),
        ({"inner": {"a": {"siz": 1}}}, {"inner.a.size": "required", "inner.a.siz": "unknown"}),
        ({"inner": []}, {"inner": "type"}),
        ({"pair": [1, "a", {}]}, {"pair[2]": "type"}),
        ({"colour": "blue"}, {"colour": "choice"}),
        ({"window": {"since": 2, "until": 1}}, {"window.until": "after"}),
        ({"windows": [{"since": 1, "until": 2}, {"since": 2, "until": 1}]}, {"windows[1].until": "after"}),
        ({"windows": [{"since": "x", "until": 1}]}, {"windows[0].since": "type"}),
    ],
)
def test_every_kind_of_shape_is_taken_apart(value: Any, told: dict[str, str]) -> None:
    """What a shape finds wrong with itself among them, at the place where it stands."""
    found = Walk(Reader.OPERATOR).faults(value, Odd, "")
    assert {fault.path: fault.rule for fault in found} == told


# What a caller sends may be told back to them; here it is not to look like a pattern.
NAMES = st.text(alphabet="ab_ 名\u200b\x00😀.-", max_size=8)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)


@given(route=st.sampled_from([route for route in SHAPED if route.body]), data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_junk_of_any_kind_is_refused_in_words(route: Route, data: st.DataObject) -> None:
    """Under the fields' own names and others: never a failure of ours, never a fault without a sentence."""
    info = types.type_info(route.body)
    assert isinstance(info, types.StructType)
    names = st.sampled_from([field.encode_name for field in info.fields])
    body = data.draw(st.dictionaries(names, JUNK, max_size=6) | JUNK)
    try:
        parse(declared(route), _asked(body))
    except AppError as refused:
        _read(refused.faults, set())


def test_a_right_value_has_no_fault() -> None:
    """What msgspec takes is never called wrong."""
    right = {"inner": {"a": {"size": 1}}, "pair": [1, "a"], "colour": "red", "window": {"since": 1, "until": 2}}
    assert Walk(Reader.OPERATOR).faults(right, Odd, "") == []


def test_an_item_of_a_list_is_told_by_its_number() -> None:
    """As a person counts."""
    told = _refused(_route("/admin/v1/products"), _asked({"name": "x", "skus": [{}, {}]})).faults
    assert told[-1].path == "skus[1].stock"
    assert told[-1].zh == "请填写「规格」第 2 项的「库存」。"
    assert told[-1].en == "“stock” of “SKUs” 2 is missing."


def test_money_is_told_in_yuan() -> None:
    """The API counts fen; a person does not."""
    assert Word("优惠金额", "amount off", FEN).figure(100_000_000) == ("¥1000000", "¥1000000")


def test_what_the_core_refuses_a_customer_with_is_for_customers() -> None:
    """No header, no token, no id and no document of the API in what they read."""
    for error in every():
        if error.__module__ == "chalicelib.core.errors" and error not in FOR_PLATFORMS:
            told = (error.customers or TO_CUSTOMERS.get(error) or (error.zh,))[0]
            assert not re.search("Key|令牌|request_id|接口|编号|JSON|标识|命令|confirm", told), (error, told)


def test_what_rooms_refuse_a_customer_with_is_for_customers() -> None:
    """Whoever opens an old link in the mini-program is not told to check an id."""
    met = {error for route in REGISTRY if is_for_customers(route.path) for error in route.errors}
    for error in met - FOR_PLATFORMS:
        told = (error.customers or TO_CUSTOMERS.get(error) or (error.zh,))[0]
        assert not re.search("编号|订单号|模板|活码|该会员|details|_", told), (error, told)


def test_what_a_platform_refuses_a_customer_is_told_without_its_codes() -> None:
    """Nobody who signs in or pays is asked to look after the brand's secrets, merchant or app."""
    met: list[AppError] = [wecom("sns/jscode2session", int(errcode)) for errcode in codes.wecom()]
    met += [wechatpay("jsapi", 403, said) for said in codes.wechatpay()]
    for error in (*met, UpstreamUnknown(), PayOutcomeUnknown()):
        told = json.loads(refusal(error, "r", Where("/mini/v1")).body)["message_zh"]
        assert not re.search("错误码|Secret|应用|商户|管理员|[A-Z_]{5}|系统会", told), (error, told)


def test_money_that_is_no_whole_number_is_told_the_unit() -> None:
    """Whoever writes 20.5 and hears "a whole number" writes 20, which are 20 fen."""
    told = _refused(_route("/admin/v1/coupon-templates"), _asked({"name": "券", "amount_off": 20.5})).faults
    (amount,) = (fault for fault in told if fault.path == "amount_off")
    assert "单位是分" in amount.zh and "fen" in amount.en and amount.limit == "integer"


def test_a_customer_reads_their_own_words_and_an_operator_theirs() -> None:
    """The same refusal, by where somebody stands."""
    told = {
        path: json.loads(refusal(NotFound(), "r", Where(path)).body)["message_zh"] for path in ("/mini/v1", "/admin")
    }
    assert "门店员工" in told["/mini/v1"] and "编号" in told["/admin"]


def test_every_rule_has_a_sentence_for_everybody() -> None:
    """In both languages, for both readers."""
    from chalicelib.core.http.sentences import Place

    for reader in Reader:
        for rule in Rule:
            fault = say(reader, Place("x", "「名称」", "“name”"), rule, 3)
            assert fault.zh.endswith("。") and fault.en.endswith("."), fault
            assert "{" not in fault.zh + fault.en
