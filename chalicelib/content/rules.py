"""Pure decisions about content: what a version lacks, variables and their values, forbidden words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from chalicelib.content.errors import BadValues
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import (
    ContentBody,
    ContentImage,
    ContentLink,
    ContentMiniProgram,
    DateVariable,
    Kind,
    LinkVariable,
    MoneyVariable,
    NumberVariable,
    Severity,
    TextVariable,
    Values,
    Variable,
)
from chalicelib.content.states import IN_REVIEW, VersionState
from chalicelib.core.errors import Fault
from chalicelib.core.moments import Day


def missing(status: VersionState, superseded_by: int | None) -> list[str]:
    """What a version lacks before it may be sent; nothing when it is approved, whatever drafts come after it."""
    if status is VersionState.APPROVED:
        return []
    if superseded_by and status is not VersionState.RECALLED:
        return ["latest_version"]
    if status in IN_REVIEW:
        return list(IN_REVIEW[IN_REVIEW.index(status) :])
    return ["submission" if status is VersionState.DRAFT else "new_version", *IN_REVIEW]


STEPS: Mapping[str, tuple[str, str]] = {
    "submission": ("送审", "submission"),
    VersionState.CONTENT_REVIEW: ("内容审核", "the content review"),
    VersionState.COMPLIANCE_REVIEW: ("合规审核", "the compliance review"),
    VersionState.BUSINESS_REVIEW: ("业务审核", "the business review"),
    "new_version": ("改出新版本", "a new version"),
    "latest_version": ("改用最新版本", "the latest version in its place"),
}


def lacks(steps: Sequence[str]) -> tuple[str, str]:
    """What keeps a version from being sent, said with the steps that are missing."""
    zh, en = zip(*(STEPS[step] for step in steps), strict=True)
    return (
        f"该版本还不能发送，还缺：{'、'.join(zh)}。请完成后再试。",
        f"This version may not be sent yet. It lacks {', '.join(en)}. Complete that first.",
    )


PLACEHOLDER = re.compile(r"\{\{ *([a-z][a-z0-9_]{0,29}) *\}\}")
DOUBLED_BRACES = re.compile(r"\{\{+|\}\}+")
# Whoever sends supplies these; where a name is not known its fallback is said. A name that is too long is cut, since no
# operator can mend it. A post to many names no customer: there customer_name is its fallback.
BUILT_IN: Mapping[str, Variable] = {
    "staff_name": TextVariable("staff_name", "您的专属顾问", max_length=32),
    "customer_name": TextVariable("customer_name", "您", max_length=32),
    "corp_name": TextVariable("corp_name", "我们", max_length=32),
    "send_date": DateVariable("send_date", Day("2026-01-01")),
}
# A fallback would not be true.
NEEDED = frozenset({"send_date"})
BYTES_PER_CHARACTER = 3


def kind_of(body: ContentBody) -> Kind:
    """The kind of content: that of its attachment, `text` without one."""
    return Kind(str(type(body.attachment).__struct_config__.tag)) if body.attachment else Kind.TEXT


def picture_of(body: ContentBody, channel: str) -> PictureId | None:
    """The picture that a message needs, if any. A mini-program notice to staff shows none."""
    match body.attachment:
        case ContentImage(picture_id=picture_id):
            return picture_id
        case ContentMiniProgram(picture_id=picture_id) if channel != "staff":
            return picture_id
    return None


def texts(body: ContentBody) -> dict[str, str]:
    """The parts in which variables are replaced, by place."""
    match body.attachment:
        case ContentLink(title=title, desc=desc):
            return {"text": body.text, "title": title, "desc": desc}
        case ContentMiniProgram(title=title):
            return {"text": body.text, "title": title}
    return {"text": body.text}


def used(body: ContentBody) -> set[str]:
    """The names of all variables that the parts use."""
    return {name for text in texts(body).values() for name in PLACEHOLDER.findall(text)}


def filled(body: ContentBody, shown: Mapping[str, str]) -> ContentBody:
    """The body with its variables replaced, once: what a value holds is never replaced again."""
    parts = {place: fill(text, shown) for place, text in texts(body).items()}
    text = parts.pop("text")
    attachment = msgspec.structs.replace(body.attachment, **parts) if body.attachment else None
    return msgspec.structs.replace(body, text=text, attachment=attachment)


def fill(text: str, shown: Mapping[str, str]) -> str:
    """A text with its variables replaced, once; no doubled brace is left, wherever it came from."""
    return DOUBLED_BRACES.sub("", PLACEHOLDER.sub(lambda match: shown.get(match[1], ""), text))


def built_in_shown(values: Values) -> dict[str, str]:
    """What is built in, as people read it; the fallback of a name that is not known."""
    return {name: _shown_or_fallback(variable, values) for name, variable in BUILT_IN.items()}


def built_in_longest() -> dict[str, str]:
    """What is built in, each as long as it may become."""
    return {name: _longest(variable) for name, variable in BUILT_IN.items()}


def _shown_or_fallback(variable: Variable, values: Values) -> str:
    value = values.get(variable.name, variable.fallback)
    is_seen = DOUBLED_BRACES.sub("", str(value)).strip()  # what `fill` leaves of it
    return shown(variable, value if is_seen else variable.fallback)


def faults_of_variables(body: ContentBody) -> list[Fault]:
    """Why the declared variables cannot be; nothing when they can."""
    names = [variable.name for variable in body.variables]
    found = []
    for number, variable in enumerate(body.variables):
        if variable.name in BUILT_IN or variable.name in names[:number]:
            zh, en = f"变量名 {variable.name} 已被占用，请换一个。", f"The name {variable.name} is taken. Use another."
            found.append(Fault(f"variables[{number}].name", "unique", None, zh, en))
        place = Place(
            f"variables[{number}].fallback", f"变量 {variable.name} 的默认值", f"The fallback of {variable.name}"
        )
        found += _faults_of(variable, place)
    return found


def faults_of_values(body: ContentBody, values: Values) -> list[Fault]:
    """Why these values cannot fill the body; nothing when they can. What has a fallback may be left out."""
    variables = _variables(body)
    found = []
    for name in sorted((used(body) & NEEDED) - values.keys()):
        found.append(
            Fault(f"values.{name}", "required", None, f"请填写变量 {name} 的值。", f"The value of {name} is missing.")
        )
    for name, value in values.items():
        if name not in variables:
            zh, en = f"素材没有声明变量 {name}，请删除。", f"The content declares no variable {name}. Remove it."
            found.append(Fault(f"values.{name}", "unknown", None, zh, en))
        else:
            place = Place(f"values.{name}", f"变量 {name} 的值", f"The value of {name}")
            found += _faults_of_value(variables[name], value, place)
    return found


class Place(NamedTuple):
    """Where a value stands, for programs and for people."""

    path: str
    zh: str
    en: str

    def fault(self, rule: str, limit: str | int | None, zh: str, en: str) -> Fault:
        """A fault of it."""
        return Fault(self.path, rule, limit, f"{self.zh}{zh}", f"{self.en} {en}")


def _faults_of_value(variable: Variable, value: str | int, place: Place) -> list[Fault]:
    """A value is judged as if it were declared as the fallback, so both obey the same rules."""
    if variable.name in BUILT_IN and value == "":
        return []  # a name that is not known
    try:
        judged: Variable = msgspec.convert({**msgspec.to_builtins(variable), "fallback": value}, Variable)
    except msgspec.ValidationError:
        return [_no_such_value(variable, place)]
    return [] if variable.name in BUILT_IN and isinstance(variable, TextVariable) else _faults_of(judged, place)


def _no_such_value(variable: Variable, place: Place) -> Fault:
    """What msgspec said no to: the kind of value, or its bounds."""
    match variable:
        case NumberVariable():
            return place.fault(
                "number",
                None,
                "须为 -999999999 到 999999999 的整数。",
                "must be a whole number of at most nine digits.",
            )
        case MoneyVariable():
            return place.fault(
                "money",
                None,
                "须为金额（单位分的整数），最多 1,000,000 元。",
                "must be money: whole fen, up to 1,000,000 yuan.",
            )
        case DateVariable():
            return place.fault(
                "date", "2026-11-21", "须为日期，例如 2026-11-21。", "must be a day, such as 2026-11-21."
            )
    return place.fault("text", None, "须为文字，且不能为空。", "must be a text, and not empty.")


def _faults_of(variable: Variable, place: Place) -> list[Fault]:
    match variable:
        case TextVariable(fallback=text, max_length=most) if text != _cut(text, most):
            size = most * BYTES_PER_CHARACTER
            zh, en = f"最多 {most} 个字（{size} 字节）。", f"may have {most} characters ({size} bytes) at most."
            return [place.fault("max_length", most, zh, en)]
        case LinkVariable(fallback=url, max_length=most) if len(url.encode()) > most:
            return [place.fault("max_bytes", most, f"最多 {most} 字节。", f"may have {most} bytes at most.")]
    return []


def _cut(text: str, most: int) -> str:
    return text[:most].encode()[: most * BYTES_PER_CHARACTER].decode(errors="ignore")


def _variables(body: ContentBody) -> dict[str, Variable]:
    return {**BUILT_IN, **{variable.name: variable for variable in body.variables}}


def shown(variable: Variable, value: str | int) -> str:
    """A value as people read it: ¥12.50, 11月21日, anything else as it is."""
    match variable:
        case MoneyVariable():
            return f"¥{int(value) // 100}.{int(value) % 100:02d}"
        case DateVariable():
            return f"{int(str(value)[5:7])}月{int(str(value)[8:])}日"
        case TextVariable(max_length=most):
            return _cut(str(value), most)
    return str(value)


def with_values(body: ContentBody, values: Values) -> ContentBody:
    """The body filled with values, the fallback where one is left out. Raises BadValues."""
    faults = faults_of_values(body, values)
    if faults:
        raise BadValues(faults)
    variables = _variables(body).items()
    return filled(body, {name: _shown_or_fallback(variable, values) for name, variable in variables})


def with_fallbacks(body: ContentBody) -> ContentBody:
    """The body as it reads when nobody gives a value."""
    return filled(body, {name: shown(variable, variable.fallback) for name, variable in _variables(body).items()})


def at_the_longest(body: ContentBody) -> ContentBody:
    """The body with the longest value that each variable may take."""
    return filled(body, {name: _longest(variable) for name, variable in _variables(body).items()})


def _longest(variable: Variable) -> str:
    match variable:
        case TextVariable(max_length=most):
            return "汉" * most
        case LinkVariable(max_length=most):
            return "x" * most
        case NumberVariable():
            return "-999999999"
    return shown(variable, 100_000_000) if isinstance(variable, MoneyVariable) else "12月31日"


class ForbiddenWord(msgspec.Struct, frozen=True):
    """A word in plain form, why it is forbidden, and the harmless words it may be part of."""

    text: str
    severity: Severity
    why_zh: str
    why_en: str
    source: str
    unless: tuple[str, ...] = ()


# Blanks, zero-width and control characters, combining marks and pictograms, put between to hide a word.
IGNORED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co", "Mn", "Me", "So", "Sk"})


def plain(text: str) -> str:
    """A text without what is used to hide words in it: full-width forms, capitals, anything ignorable between."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign) not in IGNORED)


def forbidden_words(text: str, words: Iterable[ForbiddenWord]) -> list[ForbiddenWord]:
    """Those of `words` that a text holds, also when it tries to hide them."""
    bare = plain(text)
    return [word for word in words if _occurs(word, bare)]


def _occurs(word: ForbiddenWord, bare: str) -> bool:
    for harmless in word.unless:
        bare = bare.replace(harmless, "\n")
    return word.text in bare
