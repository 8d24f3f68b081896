"""A request against the shapes of its door: parsed, or every fault of body, query, header and path at once."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, TypedDict

import msgspec

from chalicelib.core.errors import (
    MOST_FAULTS,
    Fault,
    InvalidBody,
    InvalidHeader,
    InvalidQuery,
    NotFound,
    UnsupportedMediaType,
)
from chalicelib.core.http.answers import Incoming
from chalicelib.core.text import plain

# What stands in a path was put there by a page or a link: nobody who reads of it knows its name in the API.
IN_PATH = ("编号", "id")
KEY_LIMIT = 200
PARAMETER_LIMIT = 128
# What a key is made of: it is printed into logs and facts.
KEY = re.compile(r"[ -~]*")
JSON_TYPE = re.compile(r"application/([a-z0-9.-]+\+)?json", re.ASCII)
# A name of a field, as a body writes it.
NAME = re.compile(rb'"([^"\\]{0,64})"\s*:')
# Where a control character may stand: as it is, or escaped.
UNSEEN = re.compile(rb"\x7f|\\(u00[01]|u007f|[bf])", re.IGNORECASE)
POSITION = re.compile(r"\(byte (\d+)\)")
CUSTOMERS = ("/mini/", "/c/", "/g/", "/k/", "/m/")


class Parsed(TypedDict, total=False):
    """What a door takes beside its path: the query, and the body or the form, each of the declared shape."""

    query: Any
    body: Any
    form: Any


class Declared(msgspec.Struct, frozen=True):
    """What a door says of its requests. has_key: an Idempotency-Key means something there.

    judged: the fields of the body that lint looks at, which tells of control characters; all others lose them.
    is_page: people come by a link, to which whoever passes it on adds what it has already: the last of it holds.
    """

    path: str
    body: Any
    query: Any
    has_key: bool
    judged: frozenset[str] = frozenset()
    is_page: bool = False


def is_for_customers(path: str) -> bool:
    """True for a door at which customers stand."""
    return path.startswith(CUSTOMERS)


def check_path(path: str, params: Mapping[str, str]) -> None:
    """Refuse an id that cannot be one, before a key is built of it. Raises NotFound."""
    faults = [
        _say(path, f"path.{name}", "max_length", PARAMETER_LIMIT)
        for name, value in params.items()
        if len(value) > PARAMETER_LIMIT
    ]
    faults += [_say(path, f"path.{name}", "text") for name, value in params.items() if not is_encodable(value)]
    if faults:
        raise NotFound(faults=faults)


def parse(door: Declared, asked: Incoming) -> Parsed:
    """What was asked, of the door's shapes. Raises UnsupportedMediaType, InvalidBody, InvalidQuery, InvalidHeader.

    All faults are told together, under the name of the first part that has one: body, query, header.
    """
    parsed = Parsed()
    of_body, of_query = list[Fault](), list[Fault]()
    if door.body is not None:
        _check_type(asked.headers.get("content-type", ""))
        try:
            parsed["body"] = msgspec.json.decode(asked.raw_body or b"{}", type=door.body)
            if UNSEEN.search(asked.raw_body):
                parsed["body"] = msgspec.convert(_cleaned(msgspec.json.decode(asked.raw_body), door.judged), door.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            of_body = _faults_of_body(door, asked.raw_body or b"{}")
        if _may_repeat(asked.raw_body):
            of_body = [*of_body, *_repeated(door, asked.raw_body)]
    if door.query is not None:
        of_query = [_say(door.path, f"query.{name}", "text") for name in _unreadable(asked.query)]
        try:
            parsed["query"] = msgspec.convert(dict(asked.query), door.query, strict=False)
        except msgspec.ValidationError:
            of_query = of_query or _faults_of(door, dict(asked.query), door.query, "query", is_lax=True)
        if asked.repeated and not door.is_page:
            of_query = [*of_query, *_named_twice(door, asked.repeated)]
    of_header = list(_faults_of_key(door, asked.headers.get("idempotency-key", "")) if door.has_key else ())
    for error, faults in ((InvalidBody, of_body), (InvalidQuery, of_query), (InvalidHeader, of_header)):
        if faults:
            raise error([*of_body, *of_query, *of_header])
    return parsed


def sent(asked: Incoming) -> object:
    """What the body says, of whatever shape; None when it cannot be read."""
    try:
        return msgspec.json.decode(asked.raw_body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _check_type(content_type: str) -> None:
    if content_type and not is_json(content_type):
        raise UnsupportedMediaType()


def is_json(content_type: str) -> bool:
    """True for a header `Content-Type` that names JSON, with or without a charset."""
    return JSON_TYPE.fullmatch(content_type.partition(";")[0].strip().lower()) is not None


def _faults_of_body(door: Declared, raw: bytes) -> list[Fault]:
    try:
        value = msgspec.json.decode(raw)
    except RecursionError:
        return [_say(door.path, "", "depth")]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return [_not_json(door, raw, error)]
    # Of what is right as it came, something may be left that is not.
    found = _faults_of(door, value, door.body, "", is_lax=False)
    return found or _faults_of(door, _cleaned(value, door.judged), door.body, "", is_lax=False)


def _cleaned(sent: Any, judged: Set[str] = frozenset()) -> Any:
    """What was sent, without the control characters that nobody sees and some stores and screens choke on."""
    match sent:
        case str():
            return plain(sent)
        case dict():
            return {name: held if name in judged else _cleaned(held) for name, held in sent.items()}
        case list():
            return [_cleaned(held) for held in sent]
    return sent


def _may_repeat(raw: bytes) -> bool:
    """True where a field may stand twice in one object: a few microseconds, where a whole look takes ten times as many.

    A name written with a backslash may be that of another.
    """
    names = NAME.findall(raw)
    return len(names) != len(set(names)) or b"\\" in raw


def _repeated(door: Declared, raw: bytes) -> Iterator[Fault]:
    """The fields that stand twice: of two values the last would hold, and nobody would know."""
    from chalicelib.core.http.repeats import repeats
    from chalicelib.core.http.sentences import Place, Rule, reader_of, say

    reader = reader_of(is_customer=is_for_customers(door.path))
    for path, name in itertools.islice(repeats(raw), MOST_FAULTS):
        yield say(reader, Place(path, f"「{name}」", f"“{name}”"), Rule.DUPLICATE)


def _named_twice(door: Declared, names: tuple[str, ...]) -> Iterator[Fault]:
    """The fields that a query gives more than once: which of their values is meant nobody can tell."""
    from chalicelib.core.http.sentences import Place, Rule, reader_of, say
    from chalicelib.core.words import word_of

    reader = reader_of(is_customer=is_for_customers(door.path))
    for name in door.query.__struct_encode_fields__:
        if name in names:
            word = word_of(door.query, name)
            yield say(reader, Place(f"query.{name}", f"「{word.zh}」", f"“{word.en}”"), Rule.DUPLICATE)


def _not_json(door: Declared, raw: bytes, error: Exception) -> Fault:
    found = POSITION.search(str(error))
    if not found:
        at = (len(raw), "内容在末尾中断或含有无法识别的字符", "it breaks off, or holds characters that cannot be read")
    else:
        before = raw[: int(found[1])].decode(errors="replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        at = (int(found[1]), f"第 {line} 行第 {column} 个字符处有误", f"look at line {line}, character {column}")
    return _say(door.path, "", "json", at[0], at[1:])


def _faults_of_key(door: Declared, key: str) -> Iterator[Fault]:
    if len(key) > KEY_LIMIT:
        yield _say(door.path, "header.idempotency-key", "max_length", KEY_LIMIT)
    elif not KEY.fullmatch(key):
        said = ("可打印的英文字符", "printable ASCII characters")
        yield _say(door.path, "header.idempotency-key", "format", None, said)


def _unreadable(query: Mapping[str, str]) -> list[str]:
    return [name for name, value in query.items() if not (is_encodable(name) and is_encodable(value))]


def is_encodable(text: str) -> bool:
    """False for a text with half a surrogate pair, which no store and no answer can hold."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


# What explains a refusal is loaded by the first one: a door that is asked rightly never needs it.
def _faults_of(door: Declared, value: object, shape: Any, path: str, *, is_lax: bool) -> list[Fault]:
    from chalicelib.core.http.faults import Walk
    from chalicelib.core.http.sentences import reader_of

    walk = Walk(reader_of(is_customer=is_for_customers(door.path)), is_lax)
    return walk.faults(value, shape, path)


def _say(path: str, at: str, rule: str, limit: str | int | None = None, said: tuple[str, str] | None = None) -> Fault:
    from chalicelib.core.http.sentences import Place, Rule, reader_of, say
    from chalicelib.core.words import Word, word_of

    part, _, name = at.partition(".")
    word = Word(*IN_PATH) if part == "path" else word_of(object, name)
    return say(reader_of(is_customer=is_for_customers(path)), Place(at, word.zh, word.en), Rule(rule), limit, said)
