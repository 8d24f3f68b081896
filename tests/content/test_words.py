"""Forbidden words: the shipped list, and that hiding does not help."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from chalicelib.content import rules
from chalicelib.content.shapes import ContentRules, Severity
from chalicelib.content.standards import Standards, shipped_words, short_hosts, standards

SHIPPED = shipped_words()


def errors(text: str) -> set[str]:
    """The words of error severity that a text holds."""
    return {word.text for word in rules.forbidden_words(text, SHIPPED) if word.severity == "error"}


@pytest.mark.parametrize(
    "text",
    [
        "最佳", "最高级", "国家级", "全网最低价", "全国第一", "顶级工艺", "销量冠军", "NO.1 品牌", "TOP1",
        "分享得红包", "转发后领取", "好友助力", "砍一刀", "集赞", "关注后领取", "不转不是中国人",
        "保本", "包治百病", "国家领导人推荐", "驰名商标",
    ],
)  # fmt: skip
def test_what_law_and_platform_forbid_is_found(text: str) -> None:
    """By the list that is shipped, as an error."""
    assert errors(text)


@pytest.mark.parametrize(
    "text",
    [
        "最近有空吗", "活动最后三天", "最多可领 3 张", "最高立减 50 元", "您第一次光临", "第一时间通知您",
        "共享单车助力车",
        "门店编号唯一编号", "转发得很快", "收集满意度", "TOP10", "No.12 柜台", "100%纯棉", "有效率地工作",
        "您好，我是小王。满100减20，11月21日见。", "长按识别下方二维码，添加好友", "分享，得空再来",
    ],
)  # fmt: skip
def test_harmless_words_are_left_alone(text: str) -> None:
    """What a word is part of counts: not a finding, not even a warning."""
    assert rules.forbidden_words(text, SHIPPED) == []


@pytest.mark.parametrize(
    "hidden",
    [
        "国 家 级", "国\u3000家\u3000级", "国\u200b家\u200b级", "国\u2060家\ufeff级", "国\n家\t级", "国家\u00ad级",
        "国❤家⭐级", "国家\ufe0f级",
        "国\u200d家\u202e级", "⼀国家级", "ｎｏ．１", "Ｎｏ.1", "ＴＯＰ１", "ｔｏｐ①", "N O . 1", "砍⼀刀",
    ],
)  # fmt: skip
def test_hiding_a_word_does_not_help(hidden: str) -> None:
    """Blanks, zero-width and control characters, pictograms, full-width and look-alike forms, capitals."""
    assert errors(hidden)


def test_the_border_of_two_sentences_is_no_word() -> None:
    """Punctuation keeps apart what it parts."""
    assert errors("看过的请分享。得知您来") == set()
    assert errors("完成收集，赞助商名单如下") == set()


def test_a_harmless_word_does_not_excuse_the_next() -> None:
    """“最近” is fine and “最好” is not, in one text too; nor do two harmless ones make a word between them."""
    assert errors("最近最好") == {"最"}
    word = rules.ForbiddenWord("甲乙", Severity.ERROR, "", "", "", ("丙",))
    assert rules.forbidden_words("甲丙乙", [word]) == []


def test_every_shipped_word_is_found_and_says_why() -> None:
    """A list that cannot be matched would be a list for nothing; each has a category and a source, none comes twice."""
    for word in SHIPPED:
        assert word.why_zh and word.why_en and not re.search("[A-Za-z]", word.why_zh + word.source), word
        assert word in rules.forbidden_words(f"看{word.text}看", SHIPPED)
        assert word.severity in ("error", "warning") and word.source
        for harmless in word.unless:
            assert word.text in harmless, harmless
            assert word not in rules.forbidden_words(f"看{harmless}看", SHIPPED)
    assert [word for word, times in Counter(word.text for word in SHIPPED).items() if times > 1] == []
    assert len(SHIPPED) > 100 and len(short_hosts()) > 20


def test_a_corps_own_word_is_compared_like_the_shipped() -> None:
    """Whatever form it was entered in; one of blanks alone is none, and the empty word would match everything."""
    measure: Standards = standards(ContentRules(extra_words=["ＡＢ 牌", " "]))
    (own,) = measure.words[len(SHIPPED) :]
    assert own.text == "ab牌" and rules.forbidden_words("比a\u200bB牌好", measure.words) == [own]
    assert not any(word.text == "" for word in measure.words)
