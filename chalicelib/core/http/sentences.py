"""One sentence for each rule that a field may break, in the words of whoever stands at the door.

An operator is told what the field wants. A customer fills in little and cannot mend the rest: a wrong type or an
unknown field is their app's, which is cured by opening it again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from chalicelib.core.errors import Fault


class Reader(StrEnum):
    """Who reads what a door says."""

    OPERATOR = "operator"
    CUSTOMER = "customer"


def reader_of(*, is_customer: bool) -> Reader:
    """Who reads it."""
    return Reader.CUSTOMER if is_customer else Reader.OPERATOR


class Rule(StrEnum):
    """What a field may break. Programs branch on it; `limit` of a fault is its figure."""

    REQUIRED = "required"
    UNKNOWN = "unknown"
    TYPE = "type"
    MIN = "min"
    MAX = "max"
    ABOVE = "above"
    BELOW = "below"
    STEP = "step"
    MIN_LENGTH = "min_length"
    MAX_LENGTH = "max_length"
    MIN_ITEMS = "min_items"
    MAX_ITEMS = "max_items"
    FORMAT = "format"
    CHOICE = "choice"
    MOMENT = "moment"
    DATE = "date"
    BASE64 = "base64"
    TEXT = "text"
    JSON = "json"
    DEPTH = "depth"
    DUPLICATE = "duplicate"
    INVALID = "invalid"


class Place(NamedTuple):
    """A field as people call it, and its path."""

    path: str
    zh: str
    en: str


OPERATOR: Final[dict[Rule, tuple[str, str]]] = {
    Rule.REQUIRED: ("请填写{zh}。", "{en} is missing."),
    Rule.UNKNOWN: (
        "没有{zh}这一项{limit_zh}，请删除或检查拼写。",
        "There is no field {en} here{limit_en}. Remove it or check its spelling.",
    ),
    Rule.TYPE: ("{zh}须为{limit_zh}。", "{en} must be {limit_en}."),
    Rule.MIN: ("{zh}不能小于 {limit_zh}。", "{en} must be at least {limit_en}."),
    Rule.MAX: ("{zh}不能超过 {limit_zh}。", "{en} must be at most {limit_en}."),
    Rule.ABOVE: ("{zh}须大于 {limit_zh}。", "{en} must be more than {limit_en}."),
    Rule.BELOW: ("{zh}须小于 {limit_zh}。", "{en} must be less than {limit_en}."),
    Rule.STEP: ("{zh}须为 {limit_zh} 的倍数。", "{en} must be a multiple of {limit_en}."),
    Rule.MIN_LENGTH: ("{zh}至少要有 {limit_zh} 个字。", "{en} needs at least {limit_en} characters."),
    Rule.MAX_LENGTH: ("{zh}最多 {limit_zh} 个字。", "{en} may have at most {limit_en} characters."),
    Rule.MIN_ITEMS: ("{zh}至少要有 {limit_zh} 项。", "{en} needs at least {limit_en} of them."),
    Rule.MAX_ITEMS: ("{zh}最多 {limit_zh} 项。", "{en} may have at most {limit_en} of them."),
    Rule.FORMAT: ("{zh}格式有误，应为：{limit_zh}。", "{en} has the wrong form: it is {limit_en}."),
    Rule.CHOICE: ("{zh}只能是以下之一：{limit_zh}。", "{en} must be one of these: {limit_en}."),
    Rule.MOMENT: (
        "{zh}须为日历上存在的时间，例如 {limit_zh}。",
        "{en} must be a moment of the calendar, such as {limit_en}.",
    ),
    Rule.DATE: (
        "{zh}须为日历上存在的日期，例如 {limit_zh}。",
        "{en} must be a day of the calendar, such as {limit_en}.",
    ),
    Rule.BASE64: (
        "{zh}不是完整的文件内容，请重新上传（base64 编码）。",
        "{en} is no whole file. Send it again, in base64.",
    ),
    Rule.TEXT: ("{zh}含有无法识别的字符，请重新输入。", "{en} holds characters that cannot be read. Type it again."),
    Rule.JSON: ("请求体不是有效的 JSON，{limit_zh}。", "The body is no valid JSON: {limit_en}."),
    Rule.DEPTH: (
        "请求体嵌套层数过多，请按接口文档提交。",
        "The body is nested too deeply. Send what the API docs show.",
    ),
    Rule.DUPLICATE: (
        "{zh}写了不止一次，无法确定以哪个为准，请只保留一个。",
        "{en} stands there more than once, so nobody can tell which is meant. Keep one.",
    ),
    Rule.INVALID: ("{zh}填写有误，请对照接口文档检查。", "{en} is not right. Compare it with the API docs."),
}
_AGAIN: Final = (
    "{zh}暂时无法提交，请关闭小程序后重新打开再试。",
    "{en} cannot be sent at the moment. Close the mini-program, open it again and try once more.",
)
CUSTOMER: Final[dict[Rule, tuple[str, str]]] = {
    **OPERATOR,
    Rule.REQUIRED: ("请填写{zh}。", "Please fill in {en}."),
    Rule.MIN: ("{zh}最少为 {limit_zh}。", "{en} is {limit_en} at least."),
    Rule.MAX: ("{zh}最多为 {limit_zh}。", "{en} is {limit_en} at most."),
    Rule.FORMAT: ("请检查{zh}，应为：{limit_zh}。", "Please check {en}: it is {limit_en}."),
    **dict.fromkeys(
        (Rule.UNKNOWN, Rule.TYPE, Rule.CHOICE, Rule.JSON, Rule.DEPTH, Rule.DUPLICATE, Rule.INVALID, Rule.BASE64), _AGAIN
    ),
}


def say(
    reader: Reader, place: Place, rule: Rule, limit: str | int | None = None, said: tuple[str, str] | None = None
) -> Fault:
    """The fault of a field. limit: what programs read; said: the same for people, as it is written when left out."""
    zh, en = (OPERATOR if reader is Reader.OPERATOR else CUSTOMER)[rule]
    limit_zh, limit_en = said or (str(limit), str(limit))
    texts = {"limit_zh": limit_zh, "limit_en": limit_en}
    told = en.format(en=place.en, **texts)
    return Fault(place.path, rule.value, limit, zh.format(zh=place.zh, **texts), told[:1].upper() + told[1:])
