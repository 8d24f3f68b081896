"""Every text that people write is declared with who lints it, and every text that a customer reads leads to one."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec import Meta, inspect

import app as _app  # noqa: F401  the app registers every route
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.http.shapes import LINE
from chalicelib.core.http.texts import Lint, Texts
from chalicelib.groupbuys.shapes import TeamForFriends
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.stack import Stack

BAD = "全网最低价！转发后领取"
TIMES = {"opens_at": "2026-12-01T00:00:00.000Z", "closes_at": "2026-12-02T00:00:00.000Z"}
EDITED_SKU = {"sku_id": "x-1", "name": "一件", "list_price": 2, "private_price": 1}
EDITS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "edit_coupon_template": ("coupon-templates", {"name": "券", "stock": 1, "revision": 1}),
    "edit_product": ("products", {"name": "龙井", "skus": [EDITED_SKU], "revision": 1}),
    "edit_groupbuy": ("groupbuys", {"name": "团", "closes_at": TIMES["closes_at"], "stock": 1, "revision": 1}),
}
BLANK = " \u3000\u200b"
# A variable's fallback is judged by what is left of it when it is filled in (content/rules.py), a rule of recurrence
# is parsed (posts/schedule.py).
READ_BY_ROOM = ("fallback", "rrule")
OPERATORS = [route for route in REGISTRY if route.body is not None and route.allow not in (MEMBER, PUBLIC)]
BY_NAME = {route.name: route for route in REGISTRY}


def free_texts(kind: Any) -> Iterator[str]:
    """Where a body takes any text: ids that end in `_id`, moments, and what a pattern holds to a form, are none."""
    return (path for path, _ in _free(kind))


def _free(kind: Any, path: str = "") -> Iterator[tuple[str, inspect.StrType]]:
    if isinstance(kind, inspect.StrType):
        is_form = kind.pattern is not None and not re.search(kind.pattern, BAD)
        if not is_form and not path.rpartition(".")[2].endswith(("_id", "_ids[]")):
            yield path, kind
    for part, place in _parts(kind, path):
        yield from _free(part, place)


def _parts(kind: Any, path: str) -> list[tuple[Any, str]]:
    match kind:
        case inspect.Metadata(extra_json_schema=schema):
            return [] if "format" in (schema or {}) else [(kind.type, path)]
        case inspect.StructType(fields=fields):
            return [(field.type, f"{path}.{field.encode_name}".lstrip(".")) for field in fields]
        case inspect.ListType() | inspect.VarTupleType() | inspect.SetType():
            return [(kind.item_type, f"{path}[]")]
        case inspect.DictType():
            return [(kind.value_type, f"{path}{{}}")]
        case inspect.UnionType(types=kinds):
            return [(one, path) for one in kinds]
    return []


def undeclared(body: Any, texts: Texts) -> set[str]:
    """The free texts of a body that no declared path stands for."""
    found = set(free_texts(inspect.type_info(body)))
    return {path for path in found if not any(_stands_for(one, path) for one in texts)}


def _stands_for(declared: str, path: str) -> bool:
    return path == declared or path.startswith((f"{declared}.", f"{declared}[", f"{declared}{{"))


@pytest.mark.parametrize("route", OPERATORS, ids=lambda route: route.name)
def test_every_text_that_an_operator_writes_is_declared(route: Route) -> None:
    """With who lints it, or that no customer reads it; and nothing is declared that is not there."""
    assert undeclared(route.body, route.texts) == set()
    there = set(free_texts(inspect.type_info(route.body)))
    assert [one for one in route.texts if not any(_stands_for(one, path) for path in there)] == []


def blank_ones(body: Any) -> set[str]:
    """The free texts of a body that may not be left out, and may be made of what nobody sees."""
    found = _free(inspect.type_info(body))
    return {
        path for path, kind in found if kind.min_length and not (kind.pattern and not re.search(kind.pattern, BLANK))
    }


@pytest.mark.parametrize("route", OPERATORS, ids=lambda route: route.name)
def test_no_text_that_must_be_there_may_be_blank(route: Route) -> None:
    """Its shape says so, but for what its room reads anyway."""
    assert {one for one in blank_ones(route.body) if not one.endswith(READ_BY_ROOM)} == set()


def patterns(kind: Any) -> Iterator[str]:
    """Every form that a shape holds a text to."""
    if isinstance(kind, inspect.StrType) and kind.pattern:
        yield kind.pattern
    if isinstance(kind, inspect.DictType):
        yield from patterns(kind.key_type)
    for part, _ in _parts(kind, ""):
        yield from patterns(part)


def test_no_form_lets_a_line_end_through() -> None:
    """A `$` is also before the last line end: a host pasted with one was kept, and no link ever led to it."""
    shapes = [shape for route in REGISTRY for shape in (route.body, route.query) if shape is not None]
    found = {pattern for shape in shapes for pattern in patterns(inspect.type_info(shape))}
    assert len(found) > 10
    assert {pattern for pattern in found if pattern.endswith("$")} == set()
    for pattern in found:
        assert not pattern.startswith("^[a-z") or not re.search(pattern, "demo\n"), pattern


NO_LINKS = ["https://", "https://a b.example/", "https://a.example/\x00", "https://a.example/\n", "http://a.example/"]


def test_a_link_is_a_whole_one_at_every_door() -> None:
    """By its shape; but for those of content and of welcomes, which the same lint judges (content/links.py)."""
    found = {(route.name, path): kind for route in OPERATORS for path, kind in _urls(inspect.type_info(route.body))}
    by_shape = {one for one in found if BY_NAME[one[0]].texts.get(one[1].partition(".")[0].partition("[")[0]) is None}
    assert ("create_product", "picture_url") in by_shape
    for one in by_shape:
        pattern = found[one].pattern
        assert pattern and re.search(pattern, "https://www.example.com/a.jpg?b=1"), one
        assert not [link for link in NO_LINKS if re.search(pattern, link)], one


def _urls(kind: Any, path: str = "") -> Iterator[tuple[str, inspect.StrType]]:
    """The links that a body takes, by place."""
    if isinstance(kind, inspect.StrType) and path.rpartition(".")[2].endswith(("url", "picurl")):
        yield path, kind
    for part, place in _parts(kind, path):
        yield from _urls(part, place)


@pytest.mark.parametrize("name", ["明前龙井", " 250 克 ", "👨\u200d👩\u200d👧", "a" * 40])
def test_a_name_is_one_line_of_words(name: str) -> None:
    """Whatever people write into one line, emoji made of several among it."""
    assert msgspec.convert(name, Annotated[str, LINE]) == name


@pytest.mark.parametrize("name", ["", "  ", BLANK, "\u3164", "a\n", "\na", "a\nb", "a\x00", "a\u202eb", "a\u2028b"])
def test_no_name_is_blank_or_breaks_its_line(name: str) -> None:
    """Nor is turned around, or ends with a line end, which a `$` alone lets through."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(name, Annotated[str, LINE])


def test_a_blank_name_is_refused_with_what_a_name_is(stack: Stack) -> None:
    """At the door of coupons, where a customer would have got a coupon without a name."""
    answer = make.session(stack).post("/admin/v1/coupon-templates", {**make.TEMPLATE, "name": BLANK})
    assert (answer.status, answer.code) == (400, "InvalidBody")
    fault = answer.json()["details"]["errors"][0]
    assert (fault["path"], fault["rule"], fault["limit"]) == ("name", "format", None), "a form is told in sentences"
    assert fault["zh"] == "「券名称」格式有误，应为：一行文字，不能只有空格，也不含换行等控制字符。"


class Probe(msgspec.Struct):
    """A body with a text that somebody has just added."""

    name: str
    note: Annotated[str, Meta(min_length=1)]
    sku_id: str
    day: Annotated[str, Meta(pattern=r"^\d+$")]


def test_a_new_text_that_nobody_declared_is_noticed() -> None:
    """The negative control: an id and a form are no texts, everything else is."""
    assert undeclared(Probe, {"name": Lint.AT_DOOR}) == {"note"}


def test_a_new_text_that_may_be_blank_is_noticed() -> None:
    """The negative control: one that may be empty says nothing wrong when it is blank."""
    assert blank_ones(Probe) == {"note"}


# ---- what customers read

# Where each text in an answer to customers comes from: (operation, path) of what somebody wrote, or why nobody did.
PRODUCT = ("create_product", "name")
SKU = ("create_product", "skus[].name")
ADDRESS = "an address, which shows no words"
OURS = "made by the product: a number, a sum, a cursor, what WeChat Pay signs"
READ: Mapping[str, tuple[str, str] | str] = {
    "Coupon.template_name": ("create_coupon_template", "name"),
    "Coupon.usage": ("create_coupon_template", "usage"),
    "ActivityForMembers.name": ("create_groupbuy", "name"),
    **{f"{shape}.product_name": PRODUCT for shape in ("ActivityForMembers", "ForSale", "Line", "TeamWithSeats")},
    **{f"{shape}.sku_name": SKU for shape in ("ActivityForMembers", "Line", "TeamWithSeats")},
    "ForSale.name": SKU,
    "ActivityOnOffer.name": ("create_groupbuy", "name"),
    "ActivityOnOffer.product_name": PRODUCT,
    **dict.fromkeys(("ActivityOnOffer.sku_name", "SkuOnShelf.name"), SKU),
    **dict.fromkeys(("ActivityOnOffer.picture_url", "OnShelf.picture_url"), ADDRESS),
    "OnOffer.name": ("create_coupon_template", "name"),
    "OnOffer.usage": ("create_coupon_template", "usage"),
    "OnShelf.name": PRODUCT,
    "OnShelf.summary": ("create_product", "summary"),
    "Mine.name": "the first character of what a customer calls themselves",
    **dict.fromkeys(
        ("Mine.adviser", "MyStore.name", "MyStore.address", "Brand.name"), "what people and shops are called"
    ),
    **dict.fromkeys(("WhyNoClaim.code", "WhyNoClaim.zh", "WhyNoClaim.en", "Brand.corp", "MemberSession.token"), OURS),
    "SeatForFriends.name": "the first character of what a customer calls themselves",
    **{f"{shape}.picture_url": ADDRESS for shape in ("ActivityForMembers", "ForSale", "TeamForFriends")},
    **dict.fromkeys(("Team.page_url", "TeamWithSeats.page_url", "TeamForFriends.link"), ADDRESS),
    **{f"TeamForFriends.{name}": OURS for name in ("price", "private_price", "time_left")},
    **{f"PayParams.{name}": OURS for name in ("nonce_str", "package", "pay_sign", "sign_type", "time_stamp")},
    **dict.fromkeys(("Line.sku_id", "OrderSummary.seat", "OrderSummary.seller_id", "Page.cursor"), OURS),
}


def shown(kind: Any, name: str = "", known: Mapping[Any, Any] = types.MappingProxyType({})) -> Iterator[str]:
    """The plain texts of an answer, as `Shape.field`; what has a type of its own (an id, a moment, a state) is none."""
    kind = known.get(kind, kind)
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from shown(args[0], name, known)
    elif kind is str:
        yield name
    elif isinstance(kind, type) and issubclass(kind, Enum):
        return
    elif origin in (list, tuple, set, frozenset, Sequence, dict, Mapping, Union, types.UnionType):
        for one in args:
            yield from shown(one, name, known)
    elif isinstance(shape := origin or kind, type) and issubclass(shape, msgspec.Struct):
        given = dict(zip(getattr(shape, "__parameters__", ()), args, strict=False))
        for field, hint in get_type_hints(shape, include_extras=True).items():
            if field in shape.__struct_fields__:
                yield from shown(hint, f"{shape.__name__}.{field}", {**known, **given})


def test_every_text_that_a_customer_reads_leads_to_one_that_is_linted() -> None:
    """In the mini-program and on the pages; a text that nobody traced is a finding, and so is one that left."""
    answers = [route.answer for route in REGISTRY if route.allow == MEMBER and route.answer]
    assert {one for answer in [*answers, TeamForFriends] for one in shown(answer)} == set(READ)
    for source in READ.values():
        if isinstance(source, tuple):
            operation, path = source
            assert BY_NAME[operation].texts[path] is not Lint.NONE, source


# ---- the lint itself, through the doors

LINTED = [
    (route.name, path)
    for route in OPERATORS
    for path, lint in route.texts.items()
    if lint in (Lint.AT_DOOR, Lint.ADDRESS, Lint.BY_ROOM)
]
SKU_BODY = {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 10}


def _spoilt_live_code(stack: Stack, owner: Http, operation: str, path: str) -> tuple[str, str, Answer]:
    said = {"welcome": {"text": BAD if path == "welcome" else "您好"}}
    hours = [{"since": "22:00", "until": "08:00", "welcome": {"text": BAD}}] if path == "welcome_hours" else []
    body = {**said, "welcome_hours": hours}
    place = "welcome.text" if path == "welcome" else "welcome_hours[0].welcome.text"
    code = {"name": "海报", "staff": [{"userid": "liming"}], **body}
    if path == "name":
        place, code = path, {**code, "name": BAD}
    if operation == "create_live_code":
        return place, "LintErrors", owner.post("/admin/v1/live-codes", code)
    target = f"/admin/v1/live-codes/{make.live_code(stack).id}"
    if operation == "edit_live_code":
        return place, "LintErrors", owner.put(target, {**code, "revision": 1})
    if operation == "copy_live_code":
        return place, "LintErrors", owner.post(f"{target}/copies", {"name": BAD})
    return place, "LintErrors", owner.put(f"{target}/welcome", body)


def _spoilt(stack: Stack, operation: str, path: str) -> tuple[str, str, Answer]:  # noqa: C901  a case a door
    """A body with the bad words at a path: where they stand exactly, the code of its refusal, and the answer."""
    owner = make.session(stack)
    match operation, path:
        case "create_product", _:
            body: Any = {"name": "龙井", "summary": "明前", "skus": [SKU_BODY]}
            body = {**body, "skus": [{**SKU_BODY, "name": BAD}]} if "skus" in path else {**body, path: BAD}
            return path.replace("[]", "[0]"), "LintErrors", owner.post("/admin/v1/products", body)
        case "create_coupon_template", _:
            return path, "LintErrors", owner.post("/admin/v1/coupon-templates", {**make.TEMPLATE, path: BAD})
        case "edit_coupon_template" | "edit_product" | "edit_groupbuy", _:
            target, body = EDITS[operation]
            spoilt = {"skus": [{**body["skus"][0], "name": BAD}]} if "skus" in path else {path: BAD}
            return path.replace("[]", "[0]"), "LintErrors", owner.put(f"/admin/v1/{target}/x", {**body, **spoilt})
        case "copy_coupon_template" | "copy_product" | "copy_groupbuy", _:
            target, body = EDITS[operation.replace("copy", "edit")]
            times = TIMES if target == "groupbuys" else {}
            return path, "LintErrors", owner.post(f"/admin/v1/{target}/x/copies", {**times, path: BAD})
        case "create_groupbuy", "name":
            body = {"name": BAD, "sku_id": "x", "team_size": 2, "team_price": 1, "stock": 1}
            times = {"opens_at": "2026-12-01T00:00:00.000Z", "closes_at": "2026-12-02T00:00:00.000Z"}
            return "name", "LintErrors", owner.post("/admin/v1/groupbuys", {**body, **times})
        case "edit_brand", _:
            return path, "LintErrors", owner.put("/admin/v1/brand", {"revision": 0, path: BAD})
        case "create_store", _:
            body = {"number": "S1", "name": "北店", path: BAD}
            return path, "LintErrors", owner.post("/admin/v1/stores", body)
        case "edit_store", _:
            body = {"number": "S1", "name": "北店", "version": 1, path: BAD}
            return path, "LintErrors", owner.put("/admin/v1/stores/x", body)
        case "create_live_code" | "edit_live_code" | "copy_live_code" | "change_welcome", _:
            return _spoilt_live_code(stack, owner, operation, path)
        case "refund_order" | "hand_over", _:
            target = "orders/x/refunds" if path == "reason" else "departures"
            body = {} if path == "reason" else {"staff": "liming", "takers": [{"userid": "wangfang"}]}
            return path, "LintErrors", owner.post(f"/admin/v1/{target}", {**body, path: BAD})
        case "create_post" | "edit_post" | "use_new_version", _:
            word = [{"name": "word", "type": "text", "fallback": "好茶"}]
            item = make.content(stack, text="今日{{word}}到店", variables=word)
            post, values = make.post(stack, item), {"word": BAD}
            if operation == "use_new_version":
                target = f"/admin/v1/posts/{post.id}/new-version"
                return "", "BadValues", owner.post(target, {"values": values})
            body = {name: post[name] for name in ("name", "audience", "schedule")}
            body["content"] = {"item_id": item.id, "version": 1, "values": values}
            if operation == "create_post":
                return "", "BadPost", owner.post("/admin/v1/posts", body)
            return "", "BadPost", owner.put(f"/admin/v1/posts/{post.id}", {**body, "revision": 1})
    raise AssertionError(f"{operation} {path}: write here how it is spoilt")


@pytest.mark.parametrize(("operation", "path"), LINTED)
def test_what_no_customer_may_read_is_refused_at_every_door(stack: Stack, operation: str, path: str) -> None:
    """The same forbidden words by the same lint, at the field, in words that say what to mend."""
    place, code, answer = _spoilt(stack, operation, path)
    assert (answer.status, answer.code) == (422, code), answer.body
    faults = answer.json()["details"]["errors"]
    assert any("转发后领取" in fault["zh"] for fault in faults), faults
    assert {fault["path"] for fault in faults if "转发后领取" in fault["zh"]} == {place} or not place


def test_a_name_takes_no_variables(stack: Stack) -> None:
    """Nobody would fill them: a customer never reads a brace."""
    refused = make.session(stack).post("/admin/v1/coupon-templates", {**make.TEMPLATE, "name": "{{corp_name}}券"})
    assert [fault["rule"] for fault in refused.json()["details"]["errors"]] == ["variable"]


@pytest.mark.parametrize("name", ["旗舰店", "南京西路店", "第一百货店", "首选茶铺", "王牌店", "100% 咖啡", "A.B.C"])
def test_ordinary_names_stay_possible(stack: Stack, name: str) -> None:
    """Of a store, a brand and a live code; what lint would only have a reviewer look at refuses none."""
    owner = make.session(stack)
    assert owner.post("/admin/v1/stores", {"number": "S1", "name": name}).status == 201
    assert owner.put("/admin/v1/brand", {"revision": 0, "name": name}).status == 200
    code = {"name": name, "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}}
    assert owner.post("/admin/v1/live-codes", code).status == 201


@pytest.mark.parametrize(
    "address", ["第一工业路 1 号", "No.1, Nanjing Rd. W", "万能街 2 号（最里面）", "A 座 1 楼 101.5"]
)
def test_an_address_claims_nothing(stack: Stack, address: str) -> None:
    """Streets are called as they are called; the same words in a name are a claim."""
    owner, body = make.session(stack), {"number": "S1", "name": "北店"}
    assert owner.post("/admin/v1/stores", {**body, "address": address}).status == 201
    refused = owner.post("/admin/v1/stores", {"number": "S2", "name": "No.1 茶铺", "address": address})
    assert [fault["path"] for fault in refused.json()["details"]["errors"]] == ["name"]


def test_a_corps_own_words_count_for_names_too(stack: Stack) -> None:
    """Forbidden by the corp, at once."""
    owner = make.session(stack)
    assert owner.put("/admin/v1/content-rules", {"extra_words": ["老字号"]}).status == 200
    refused = owner.post("/admin/v1/coupon-templates", {**make.TEMPLATE, "name": "老字号满减"})
    assert (refused.code, refused.json()["details"]["errors"][0]["path"]) == ("LintErrors", "name")


TOLD_TOGETHER: Mapping[str, tuple[dict[str, Any], ...]] = {
    "/admin/v1/coupon-templates": (make.TEMPLATE, {"amount_off": 2000, "threshold": 1000}, {"stock": "ten"}),
    "/admin/v1/products": (
        {"name": "龙井", "skus": [SKU_BODY]},
        {"skus": [{**SKU_BODY, "private_price": 99000}]},
        {"skus": [{**SKU_BODY, "stock": "ten"}]},
    ),
    "/admin/v1/groupbuys": (
        {
            "name": "龙井",
            "sku_id": "none",
            "team_size": 2,
            "team_price": 1,
            "stock": 1,
            "opens_at": "2026-12-01T00:00:00.000Z",
            "closes_at": "2026-12-02T00:00:00.000Z",
        },
        {},
        {"stock": "ten"},
    ),
}


@pytest.mark.parametrize("path", TOLD_TOGETHER)
def test_what_lint_finds_is_told_with_all_else_that_is_wrong(stack: Stack, path: str) -> None:
    """Beside what the room refuses, and beside what is not of the shape: one answer is enough to mend a body."""
    body, unfit, misshapen = TOLD_TOGETHER[path]
    owner = make.session(stack)
    for changes, status in ((unfit, 422), (misshapen, 400)):
        answer = owner.post(path, {**body, "name": BAD, **changes})
        found = {fault["path"].partition("[")[0] for fault in answer.json()["details"]["errors"]}
        assert answer.status == status
        assert len(found) > 1 and "name" in found, answer.body
