"""What a member is found by: letters, numbers and tags in one form each."""

from __future__ import annotations

import pytest

from chalicelib.core.storage.search import MOST, Term
from chalicelib.members import terms
from chalicelib.members.terms import By, terms_of

KEY = "a corp's own key"


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("王小明", ["王小", "小明"]),
        ("王 小明", ["小明", "王小"]),
        ("欧阳娜娜", ["欧阳", "阳娜", "娜娜"]),
        ("Alexander Hamilton", ["al", "ha", "le", "ex"]),
        ("ＡＢＣ", ["ab", "bc"]),
        ("Straße", ["st", "tr", "ra", "as"]),
        ("王", []),
        ("", []),
        ("  ", []),
        ("哈哈哈哈", ["哈哈"]),
        ("王\x00小\u200b明\u202e", ["王小", "小明"]),
        ("李\ud800雷", ["李雷"]),
        ("❤\ufe0f小明", ["❤小", "小明"]),
        ("葛\U000e0100飾", ["葛飾"]),
        ("\u3164\u2800", []),
        ("\U00031350\U0001fae8", ["\U00031350\U0001fae8"]),
        ("a b c d", ["ab", "bc", "cd"]),
    ],
)
def test_a_name_has_at_most_four_pairs(name: str, pairs: list[str]) -> None:
    """Where words begin, then from the left; in one width and case, without what nobody sees."""
    found = terms.pairs_of(name)
    assert len(found) <= 4 and set(found) == set(pairs)
    assert all(pair.encode() for pair in found), "what cannot be written as UTF-8 is no key"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("138-0013-8000", "+8613800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("8613800138000", "+8613800138000"),
        ("008613800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+86 (0)138 0013 8000", "+8613800138000"),
        ("010-12345678", "+861012345678"),
        ("021 6543 2109", "+862165432109"),
        ("+852 9123 4567", "+85291234567"),
        ("0044 20 7946 0958", "+442079460958"),
        ("\u202d138 0013 8000\u202c", "+8613800138000"),
        ("138\u20130013\u20118000", "+8613800138000"),
        ("86 571 8888 8888", "+8657188888888"),
        ("86 0571 8888 8888", "+8657188888888"),
        ("+86 571 8888 8888", "+8657188888888"),
        ("86 1234", ""),
        ("12345", ""),
        ("12800138000", ""),
        ("王小明", ""),
        ("", ""),
        ("+", ""),
        ("+1234567890123456", ""),
        ("１３８００１３８００०", ""),
    ],
)
def test_a_number_has_one_form(text: str, phone: str) -> None:
    """E.164, whatever stands between the digits and before them; what is no number is none."""
    assert terms.phone_of(text) == phone


def test_the_blind_index_is_a_corps_own() -> None:
    """Same number, same entry; with another key another, and the number stands in neither."""
    mine, theirs = terms.blind(KEY, "+8613800138000"), terms.blind("another key", "+8613800138000")
    assert mine == terms.blind(KEY, "+8613800138000") != theirs
    assert len(mine) == 26 and "138" not in mine
    assert terms.blinds(KEY, ["138 0013 8000", "+86 13800138000", "no number"]) == [mine]


@pytest.mark.parametrize("tags", range(20))
@pytest.mark.parametrize("name", ["王小明", "Alexander Hamilton", "王"])
@pytest.mark.parametrize("phones", range(4))
def test_a_member_has_at_most_eight_terms(tags: int, name: str, phones: int) -> None:
    """However much is known of them; who has too many tags is listed once as one of many."""
    found = terms_of("p", name, "code", [str(number) for number in range(phones)], [f"t{one}" for one in range(tags)])
    kinds = [term.kind for term in found]
    assert len(found) <= MOST
    assert kinds.count(By.TAG) in (0, tags) and kinds.count(By.TAGS) == (1 if tags and not kinds.count(By.TAG) else 0)
    assert (kinds.count(By.CODE), kinds.count(By.PHONE)) == (1, min(phones, 2))


def test_what_is_empty_is_no_term() -> None:
    """No code, no name, an empty tag: nothing that all others would be found under."""
    assert terms_of("p", "", "", [], [""]) == frozenset()
    assert terms_of("p", "", "", [], ["VIP", "VIP"]) == {Term("tag", "VIP", "p")}
