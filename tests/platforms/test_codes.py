"""The platforms' codes stand in one table each, with words and a source, and an outlook that callers act on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from chalicelib.core.errors import Outlook, TooBusy
from chalicelib.core.ops import metrics
from chalicelib.platforms import codes
from chalicelib.platforms.codes import Code
from chalicelib.platforms.wechatpay import errors as pay
from chalicelib.platforms.wecom import errors as wecom
from local.wechatpay import errors as pay_sandbox
from local.wecom import errors as wecom_sandbox
from tests.support.markdown import ROOT

PAGES = "\n".join(page.read_text() for page in sorted((ROOT / "docs" / "platform").glob("*.md")))
TABLES = {"wecom": codes.wecom, "wechatpay": codes.wechatpay}


def section(name: str) -> str:
    """The text of one section of docs/platform."""
    return re.split(rf"^### {name} ", PAGES, flags=re.MULTILINE)[1].split("\n### ")[0]


def named_in(text: str) -> set[str]:
    """The codes that a section names, ranges such as `41037 to 41044` among them."""
    named = set(re.findall(r"-?\b\d{4,6}\b|-1\b|\b[A-Z]+(?:_[A-Z]+)*\b", text))
    for first, last in re.findall(r"(\d{5}) to (\d{5})", text):
        named |= {str(code) for code in range(int(first), int(last) + 1)}
    return named


@pytest.mark.parametrize("table", TABLES)
def test_every_code_is_told_of_in_the_section_that_it_cites(table: str) -> None:
    """The source of a line is a place that really speaks of the code."""
    known: Mapping[str, Code] = TABLES[table]()
    assert [one.code for one in known.values() if one.code not in named_in(section(one.source))] == []


def test_every_code_of_the_sandboxes_is_known() -> None:
    """What a sandbox can answer has its line."""
    assert set(map(str, wecom_sandbox.TEXTS)) - set(codes.wecom()) == set()
    assert set(pay_sandbox.STATUS) - set(codes.wechatpay()) == set()


@pytest.mark.parametrize("table", TABLES)
def test_every_code_says_why_and_what_to_do(table: str) -> None:
    """In both languages, as a sentence."""
    for one in TABLES[table]().values():
        assert re.search("[一-鿿]", one.zh), one
        assert one.zh.endswith("。"), one
        assert one.en.endswith("."), one


def test_a_refusal_says_what_its_code_means() -> None:
    """The words of the table, and its outlook."""
    refused = wecom.refusal("externalcontact/add_contact_way", 41054)
    assert "41054" in refused.zh
    assert "未激活" in refused.zh
    assert refused.outlook is Outlook.NEVER
    assert wecom.refusal("x", 41063).outlook is Outlook.AGAIN
    assert pay.refusal("refund", 403, "NOT_ENOUGH").outlook is Outlook.AGAIN


def test_a_code_that_is_in_no_table_is_never_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever finds it in the count adds its line."""
    counted: Counter[str] = Counter()
    monkeypatch.setattr(metrics, "count", lambda metric, **_: counted.update([metric]))
    assert wecom.refusal("x", 99999).outlook is Outlook.NEVER
    refused = pay.refusal("x", 403, "NEW_WORD")
    assert isinstance(refused, pay.PayRefused)
    assert refused.outlook is Outlook.NEVER
    assert counted["UnknownErrcodes"] == 2


def test_what_is_busy_by_class_comes_again_by_the_table() -> None:
    """The types that callers tell apart agree with the table."""
    for code, one in codes.wecom().items():
        refused = wecom.refusal("x", int(code))
        assert not isinstance(refused, TooBusy) or one.outlook is Outlook.AGAIN, code
