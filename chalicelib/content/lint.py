"""The automatic check of a version: pure, from what it says, what is measured by, and what its picture is like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chalicelib.content import links, rules
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import (
    ContentBody,
    ContentFinding,
    ContentImage,
    ContentLink,
    ContentMiniProgram,
    LinkVariable,
    Severity,
)
from chalicelib.content.standards import Standards

Sides = tuple[int, int]
Pictures = Mapping[PictureId, Sides | None]
Findings = Iterator[ContentFinding]

# Bytes by audience and place (docs/platform D0, E1: mass messages, app messages to staff).
CARD = {"link.title": 128, "link.desc": 512, "link.url": 2048, "link.picurl": 2048}
BYTES = {
    "mass": {"text": 4000, **CARD, "miniprogram.title": 64},
    "staff": {"text": 2048, **CARD},
}
NOTICE_TITLE = (4, 12)
AUDIENCES = {"mass": ("客户与客户群群发", "a mass message"), "staff": ("员工应用消息", "an app message to staff")}
APPID = re.compile("wx[0-9a-f]{16}")
PAGE = re.compile(r"[A-Za-z0-9_./-]+(\?[!-~]*)?")
# A mini-program card shows its picture at 5:4.
CARD_RATIO = 5 / 4
# But for tab and line ends: no phone shows one, and whoever pasted it does not see it.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def findings(body: ContentBody, standards: Standards, pictures: Pictures) -> list[ContentFinding]:
    """Everything that is wrong or doubtful, errors first.

    pictures: the sides of the pictures that exist, None for one that does not.
    """
    unsorted = [
        *_placeholders(body),
        *_blank(body),
        *_lengths(body),
        *wording(rules.with_fallbacks(body), standards),
        *_addresses(body, standards),
        *_mini_program(body),
        *_picture(body, pictures),
    ]
    return sorted(dict.fromkeys(unsorted), key=lambda finding: finding.severity)


def wording(body: ContentBody, standards: Standards) -> Findings:
    """The forbidden words and links of a body whose variables are filled in."""
    yield from _wording_of(rules.texts(body), standards)


def said(texts: Mapping[str, str], addresses: Mapping[str, str], standards: Standards) -> list[ContentFinding]:
    """What is wrong or doubtful in somebody's own texts and links, by place, which may use what is built in."""
    shown = rules.built_in_shown({})
    filled = {place: rules.fill(text, shown) for place, text in texts.items()}
    found = [*_placeholders_of(texts, set()), *_wording_of(filled, standards)]
    for place, address in addresses.items():
        found += _link(place, address, standards)
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity)


def plain(texts: Mapping[str, str], standards: Standards) -> list[ContentFinding]:
    """What is wrong or doubtful in texts that are shown as they are, by place."""
    found = [*_wording_of(texts, standards)]
    for place, text in texts.items():
        if "{{" in text or "}}" in text:
            zh, en = "此处不能使用变量或花括号", "variables and braces cannot be used here"
            found.append(_error("variable", place, zh, en))
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity)


def is_sayable(name: str, standards: Standards) -> bool:
    """True for a name that holds no forbidden word and no link that is refused."""
    return not any(finding.severity is Severity.ERROR for finding in _wording_of({"name": name}, standards))


def _wording_of(texts: Mapping[str, str], standards: Standards) -> Findings:
    for place, text in texts.items():
        for word in rules.forbidden_words(text, standards.words):
            zh = f"含有禁用词“{word.text}”（{word.why_zh}，{word.source}）"
            yield ContentFinding(word.severity, "forbidden_word", place, zh, f"holds “{word.text}” ({word.why_en})")
        for link in links.links_in(text):
            yield from _link(place, link, standards)
        if CONTROLS.search(text):
            zh, en = (
                "含有看不见的控制字符，请删除后重新输入",
                "invisible control characters: type it without them",
            )
            yield _error("control", place, zh, en)


def _error(code: str, place: str, zh: str, en: str) -> ContentFinding:
    return ContentFinding(Severity.ERROR, code, place, zh, en)


def _link(place: str, link: str, standards: Standards) -> Findings:
    problem = links.problem_of(link, standards)
    if problem:
        code, zh, en = problem
        yield _error(code, place, zh, en)


def _placeholders(body: ContentBody) -> Findings:
    declared = {variable.name for variable in body.variables}
    yield from _placeholders_of(rules.texts(body), declared)
    for name in sorted(declared - rules.used(body)):
        zh, en = f"变量 {name} 已声明但没有使用", f"variable {name} is declared and not used"
        yield ContentFinding(Severity.WARNING, "unused_variable", f"variables.{name}", zh, en)


def _placeholders_of(texts: Mapping[str, str], declared: set[str]) -> Findings:
    for place, text in texts.items():
        for name in rules.PLACEHOLDER.findall(text):
            if name not in declared and name not in rules.BUILT_IN:
                zh, en = f"变量 {name} 没有声明，请声明或删除", f"variable {name} is not declared"
                yield _error("undeclared_variable", place, zh, en)
        rest = rules.PLACEHOLDER.sub("", text)
        if "{{" in rest or "}}" in rest:
            zh, en = "花括号不成对或变量名有误，应写成 {{name}}", "braces that are no variable: write {{name}}"
            yield _error("broken_variable", place, zh, en)


def _blank(body: ContentBody) -> Findings:
    if body.attachment is None and not rules.texts(body)["text"].strip():
        yield _error("empty", "text", "文字与附件不能都为空", "text and attachment are both empty")


def _lengths(body: ContentBody) -> Findings:
    longest = rules.at_the_longest(body)
    for audience in ("mass", "staff"):
        if not _speaks_to(body, audience):
            continue
        who_zh, who_en = AUDIENCES[audience]
        for place, text in _measured(longest):
            most, size = BYTES[audience].get(place, 0), len(text.encode())
            if most and size > most:
                zh = f"{who_zh}最多 {most} 字节，变量取最长值时为 {size} 字节"
                en = f"{who_en} takes {most} bytes here, this may become {size}"
                yield _error("too_long", place.rpartition(".")[2], zh, en)
    yield from _notice_title(body)


def _speaks_to(body: ContentBody, audience: str) -> bool:
    return any((channel == "staff") == (audience == "staff") for channel in body.channels)


def _measured(body: ContentBody) -> Iterator[tuple[str, str]]:
    kind = rules.kind_of(body)
    for place, text in rules.texts(body).items():
        yield (place if place == "text" else f"{kind}.{place}"), text
    if isinstance(body.attachment, ContentLink):
        yield "link.url", body.attachment.url
        yield "link.picurl", body.attachment.picurl


def _notice_title(body: ContentBody) -> Findings:
    if not isinstance(body.attachment, ContentMiniProgram) or not _speaks_to(body, "staff"):
        return
    least, most = NOTICE_TITLE
    read, longest = rules.texts(rules.with_fallbacks(body)), rules.texts(rules.at_the_longest(body))
    if len(read["title"]) < least or len(longest["title"]) > most:
        zh = f"发给员工的小程序通知标题须为 {least} 到 {most} 个字"
        en = f"a mini-program notice to staff has a title of {least} to {most} characters"
        yield _error("notice_title", "title", zh, en)


def _addresses(body: ContentBody, standards: Standards) -> Findings:
    if isinstance(body.attachment, ContentLink):
        yield from _link("url", body.attachment.url, standards)
        if body.attachment.picurl:
            yield from _link("picurl", body.attachment.picurl, standards)
    for variable in body.variables:
        if isinstance(variable, LinkVariable):
            yield from _link(f"variables.{variable.name}", variable.fallback, standards)


def _mini_program(body: ContentBody) -> Findings:
    if not isinstance(body.attachment, ContentMiniProgram):
        return
    if not APPID.fullmatch(body.attachment.appid):
        zh, en = "小程序 appid 应为 wx 加 16 位小写十六进制字符", "an appid is wx and 16 lower-case hexadecimal digits"
        yield _error("appid", "appid", zh, en)
    if not PAGE.fullmatch(body.attachment.page):
        zh, en = "请填写小程序内的页面路径，不是网址", "the page is a path inside the mini-program, not a link"
        yield _error("page", "page", zh, en)


def _picture(body: ContentBody, pictures: Pictures) -> Findings:
    if not isinstance(body.attachment, ContentImage | ContentMiniProgram):
        return
    sides = pictures.get(body.attachment.picture_id)
    if sides is None:
        yield _error("picture", "picture_id", "图片不存在，请先上传", "there is no such picture: upload it first")
    elif isinstance(body.attachment, ContentMiniProgram) and abs(sides[0] / sides[1] - CARD_RATIO) > 0.05:
        zh, en = (
            "小程序封面建议 5:4（520×416），否则会被裁切",
            "a card's picture is best 5:4 (520x416), or it is cropped",
        )
        yield ContentFinding(Severity.WARNING, "picture_ratio", "picture_id", zh, en)
