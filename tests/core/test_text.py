"""Text that others wrote: whole where bytes are broken, one readable line where people see it."""

from __future__ import annotations

import pytest

from chalicelib.core import ids
from chalicelib.core.text import NAME_LENGTH, decoded, first_sign, plain, shown, typed, whole

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("raw", "readable"),
    [
        ("王🧋", "王🧋"),
        ("\x14王", "王"),
        ("a\nb\tc", "a b c"),
        ("  王   小明 ", "王 小明"),
        ("王\u202eabc\u2066\u200f", "王abc"),
        ("王\u200b\u2060\ufeff\u00ad明", "王明"),
        (FAMILY, FAMILY),
        ("❤️\u200d🔥", "❤️\u200d🔥"),
        ("王\u200d\u200d", "王"),
        ("\u3164\u2800", ""),
        ("e" + "\u0301" * 20, "e" + "\u0301" * 3),
        ("\ud83e\uddcb\ud83e", "🧋\ufffd"),
        ("x" * 100, "x" * (NAME_LENGTH - 1) + "…"),
    ],
)
def test_a_name_is_one_line_that_nobody_turns_around(raw: str, readable: str) -> None:
    """Nothing unseen, no control, a length that fits; emoji of several stay one."""
    assert shown(raw) == readable
    assert shown(shown(raw)) == shown(raw)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("欧阳修", "欧"),
        ("李", "李"),
        (f"{FAMILY}一家", FAMILY),
        ("👍🏽好", "👍🏽"),
        ("👩🏽\u200d🍳王", "👩🏽\u200d🍳"),
        ("❤️爱", "❤️"),
        ("🇨🇳🇫🇷", "🇨🇳"),
        ("1️⃣号", "1️⃣"),
        ("𠮷田", "𠮷"),
        ("\ud842\udfb7田", "𠮷"),
        ("e\u0301va", "é"),
        ("नि", "नि"),
        ("\u1100\u1161\u11a8가", "각"),
        ("\u202e王abc", "王"),
        ("  王", "王"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_the_first_sign_is_what_a_reader_takes_for_one(name: str, sign: str) -> None:
    """A family, a flag, a skin and a letter with its marks stay whole; nothing unseen counts."""
    assert first_sign(name) == sign


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("王".encode(), "王"),
        (b"\xef\xbb\xbfa", "a"),
        ("王".encode()[:2] + b'"', '\ufffd"'),
        ("\ud83e\uddcb".encode("utf-8", "surrogatepass"), "🧋"),
        ("\ud83e".encode("utf-8", "surrogatepass") + b"a", "\ufffda"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_any_bytes_are_text(raw: bytes, text: str) -> None:
    """A BOM is none of it, CESU-8 is read, what is cut or broken stands as U+FFFD."""
    assert decoded(raw) == text


def test_what_a_machine_wrote_has_no_controls_and_keeps_its_lines() -> None:
    """Ids lose what cannot belong to them; a text of several lines stays one."""
    assert plain("a\x00b\x7f\r\nc\td") == "ab\r\nc\td"
    assert whole("\udc00a") == "\ufffda"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("LiMing", "liming"),
        (" li.ming@x_1-2 ", "li.ming@x_1-2"),
        ("张三", "张三"),
        *((wrong, "") for wrong in ("a b", "a#b", "a|b", "", "x" * 129, "a\x00")),
    ],
)
def test_a_userid_has_one_form(text: str, canonical: str) -> None:
    """WeCom ignores its case; what can be no id is none."""
    assert ids.userid(text) == canonical


def test_a_customers_id_keeps_its_case() -> None:
    """Two that differ in case are two customers."""
    assert ids.external_userid(" wmAb ") == "wmAb"
    assert ids.external_userid("wm#a") == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("0abc1def", "0abc1def"),
        (" 0ABC-1DEF ", "0abc1def"),
        ("OABC LDEF", "0abc1def"),
        ("oabc_idef", "0abc1def"),
        ("０ＡＢＣ１ｄｅｆ", "0abc1def"),
        ("0abc\u2014\u00b71def", "0abc1def"),
    ],
)
def test_a_typed_code_has_one_form(said: str, code: str) -> None:
    """However it was written down, and O, I and L are what no code has beside 0 and 1."""
    assert typed(said) == code
