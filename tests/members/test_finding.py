"""Members are found by name, phone, external id, tag, code, staff and day, and nobody else's are."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.lists import SHARDS
from chalicelib.core.text import Written
from chalicelib.members import finding, store
from chalicelib.members.ids import MemberId
from tests.support import make, state
from tests.support.http import Answer
from tests.support.perf.meter import metered
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import CORPS

PHONE = "13800138000"


def join(
    ctx: Ctx,
    external: str,
    name: str = "",
    *,
    day: int = 21,
    code: str = "",
    staff: str = "liming",
    tags: tuple[str, ...] = (),
    phones: tuple[str, ...] = (),
) -> MemberId:
    """A member as rows, found by what they say."""
    at, member_id = Moment(f"2026-11-{day:02d}T02:00:00.000Z"), store.member_id_of(ctx, external)
    store.add(ctx, ExternalUserId(external), UserId(staff), f"{at}|full|{code}")
    store.meet(ctx, ExternalUserId(external), at, code, UserId(staff))
    store.set_profile(ctx, member_id, Written(name), "", 0, "")
    store.set_tags(ctx, member_id, UserId(staff), tags, finding.blinds(ctx, phones))
    finding.index(ctx, member_id)
    return member_id


class Desk:
    """An owner who looks for members."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = stack.operator()
        self.ctx = stack.ctx()

    def ask(self, query: str) -> Answer:
        return self.owner.get(f"/admin/v1/members?{quote(query, safe='=&%')}")

    def find(self, query: str) -> list[str]:
        answer = self.ask(query)
        assert answer.status == 200, answer.body
        return [line["member_id"] for line in answer.json()["items"]]


@pytest.fixture
def desk(stack: Stack) -> Desk:
    return Desk(stack)


def test_a_name_is_found_by_its_parts(desk: Desk) -> None:
    """By any two letters of a short name, by the beginning of a word of a long one, whatever width and case."""
    ming = join(desk.ctx, "wm1", "王小明")
    alex = join(desk.ctx, "wm2", "Alexander Hamilton")
    for q in ("王小明", "小明", "王小", "王 小明", "小明\u200b"):
        assert desk.find(f"q={q}") == [ming], q
    for q in ("alex", "HAMIL", "ａｌｅｘ", "alexanderham", "exander"):
        assert desk.find(f"q={q}") == [alex], q
    assert desk.find("q=小红") == []


def test_two_letters_are_a_candidate_and_the_row_decides(desk: Desk) -> None:
    """Who shares the first pair and not the rest is not shown."""
    join(desk.ctx, "wm1", "王小明")
    hong = join(desk.ctx, "wm2", "王小红")
    assert desk.find("q=王小红") == [hong]


@pytest.mark.parametrize("q", ["王", " 王 ", "a", "\u200b"])
def test_one_letter_is_refused_in_words(desk: Desk, q: str) -> None:
    """At its field, saying what to give; not everybody and not nobody."""
    answer = desk.ask(f"q={q}")
    assert (answer.status, answer.code) == (400, "SearchTooShort")
    (fault,) = answer.json()["details"]["errors"]
    assert (fault["path"], fault["rule"]) == ("query.q", "min_length") and "两个字" in fault["zh"]


def test_a_noted_number_is_found_however_it_is_written(desk: Desk) -> None:
    """As staff typed it or as the operator does; the number itself lies nowhere."""
    ming = join(desk.ctx, "wm1", "王小明", phones=("+86 138-0013-8000", "没有"))
    join(desk.ctx, "wm2", "王小红", phones=("13900139000",))
    for q in (PHONE, "138%200013%208000", "%2B8613800138000", "008613800138000"):
        assert desk.find(f"q={q}") == [ming], q
    assert desk.find("q=13700137000") == []
    rows = str(state.main_rows("demo"))
    assert "13800138000" not in rows and "138-0013" not in rows


def test_a_number_is_another_in_every_corp(stack: Stack) -> None:
    """The blind index has a key per corp, and search stays within the corp."""
    desk = Desk(stack)
    rival = stack.ctx("rival")
    join(rival, "wm1", "王小明", phones=(PHONE,), tags=("VIP",), code="c1")
    for query in (f"q={PHONE}", "q=王小明", "q=wm1", "tag=VIP", "code=c1", "staff=liming", "limit=5"):
        assert desk.find(query) == [], query
    assert finding.blinds(rival, [PHONE]) != finding.blinds(desk.ctx, [PHONE])


def test_a_number_stands_in_no_list_line_and_no_log(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor its blind entry."""
    join(desk.ctx, "wm1", "王小明", phones=(PHONE,))
    answer = desk.ask(f"q={PHONE}")
    shown = {
        "member_id",
        "first_at",
        "first_state",
        "first_userid",
        "first_staff",
        "first_code",
        "name",
        "tags",
        "stage",
    }
    assert set(answer.json()["items"][0]) == shown
    assert PHONE not in capsys.readouterr().out


def test_an_external_id_needs_no_term(desk: Desk) -> None:
    """The member's key follows from it: one read, no query."""
    ming = join(desk.ctx, "wmAbCdEf", "王小明")
    with metered() as cost:
        assert desk.find("q=wmAbCdEf") == [ming]
    assert "Query" not in cost.reads
    assert desk.find("q=wmabcdef") == []


def test_filters_hold_together(desk: Desk) -> None:
    """Name, tag, code, staff and day: whichever leads, all must be true."""
    ming = join(desk.ctx, "wm1", "王小明", day=20, code="c1", tags=("VIP", "老客"))
    join(desk.ctx, "wm2", "王小明", day=21, code="c2", tags=("VIP",))
    join(desk.ctx, "wm3", "王小红", day=20, code="c1", staff="wangfang")
    one = ["q=王小明", "tag=VIP", "code=c1", "staff=liming", "since=2026-11-20", "until=2026-11-20"]
    assert desk.find("&".join(one)) == [ming]
    assert desk.find("tag=老客") == desk.find("staff=liming&until=2026-11-20") == [ming]
    assert desk.find("tag=VIP&code=c1") == desk.find("tag=VIP&until=2026-11-20") == [ming]
    assert len(desk.find("code=c1")) == 2 and len(desk.find("since=2026-11-20&until=2026-11-20")) == 2
    assert desk.find("tag=nobody") == desk.find("staff=nobody") == desk.find("since=2026-11-22") == []


@pytest.mark.parametrize("query", ["q=小明&", "tag=VIP&", "staff=liming&", ""])
def test_days_that_are_crossed_are_refused(desk: Desk, query: str) -> None:
    """And nothing is asked: DynamoDB refuses a range whose end lies before its beginning, where moto answers it."""
    join(desk.ctx, "wm1", "王小明", tags=("VIP",))
    with metered() as cost:
        assert desk.ask(f"{query}since=2026-11-22&until=2026-11-20").code == "InvalidQuery"
    assert "Query" not in cost.reads


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31", "9999-12-31"])
def test_a_day_out_of_all_time_is_refused(desk: Desk, name: str, day: str) -> None:
    """Its borders cannot be written: a typed 400, neither an internal error nor a border that sorts wrongly."""
    assert desk.ask(f"{name}={day}").code == "InvalidQuery"


@pytest.mark.parametrize("query", ["since=2026-13-45", "until=yesterday", "limit=0", "tag="])
def test_a_query_that_is_none_is_refused_or_ignored(desk: Desk, query: str) -> None:
    """A day that is none is a typed 400; an empty filter is none."""
    answer = desk.ask(query)
    assert answer.status == (200 if query == "tag=" else 400)


def test_a_friend_who_was_lost_is_no_longer_staffs(desk: Desk) -> None:
    """The relation's own row decides, read as it is now."""
    join(desk.ctx, "wm1", "王小明")
    store.lose(desk.ctx, ExternalUserId("wm1"), UserId("liming"), "2026-11-25T02:00:00.000Z|customer")
    assert desk.find("staff=liming") == [] and len(desk.find("q=王小明")) == 1


def test_who_has_many_tags_is_found_by_each(desk: Desk) -> None:
    """More tags than terms are left: listed as one of many, looked at, found by every one and by no other."""
    many = join(desk.ctx, "wm1", "Alexander Hamilton", code="c", tags=tuple(f"t{number}" for number in range(12)))
    few = join(desk.ctx, "wm2", "王小明", tags=("t3",))
    assert set(desk.find("tag=t3")) == {many, few}
    assert desk.find("tag=t11") == [many] and desk.find("tag=t12") == []
    row = store.member(desk.ctx, many)
    assert row is not None and len(row.terms) <= 8


def test_what_changes_is_found_anew_and_what_is_over_is_not(desk: Desk) -> None:
    """A new name, other tags, another number, an earlier source: each moves the member to where they belong."""
    ming = join(desk.ctx, "wm1", "王小明", code="c2", tags=("VIP",), phones=(PHONE,))
    desk.stack.clock.advance(60)
    ctx = desk.ctx = desk.stack.ctx()
    store.set_profile(ctx, ming, Written("李雷"), "", 0, "")
    store.set_tags(ctx, ming, UserId("liming"), ["老客"], finding.blinds(ctx, ["13900139000"]))
    store.meet(ctx, ExternalUserId("wm1"), Moment("2026-11-01T02:00:00.000Z"), "c1", UserId("liming"))
    finding.index(ctx, ming)
    for query in ("q=李雷", "tag=老客", "code=c1", "q=13900139000", "until=2026-11-01"):
        assert desk.find(query) == [ming], query
    for query in ("q=王小明", "tag=VIP", "code=c2", f"q={PHONE}", "since=2026-11-02"):
        assert desk.find(query) == [], query


def test_a_forgotten_member_is_found_by_nothing(desk: Desk) -> None:
    """And where the term rows lie is said, for whoever erases them."""
    ming = join(desk.ctx, "wm1", "王小明", code="c1", tags=("VIP",), phones=(PHONE,))
    terms = {(row["pk"], row["sk"]) for row in state.main_rows("demo") if row["kind"] == "term"}
    lie = finding.forget(desk.ctx, ming)
    assert set(lie) == terms and len(terms) == 5
    for query in ("q=王小明", "tag=VIP", "code=c1", f"q={PHONE}"):
        assert desk.find(query) == [], query


def test_a_search_is_paged(desk: Desk) -> None:
    """Newest first, without a gap or a repeat, at one query a part; a batch of rows a page, two of names."""
    ids = [join(desk.ctx, f"wm{number}", "王小明", day=1 + number, tags=("VIP",)) for number in range(7)]
    desk.ask("limit=1")  # who asks is looked up once
    for query in ("q=小明", "tag=VIP"):
        seen: list[Any] = []
        cursor = ""
        while True:
            with metered() as cost:
                page = desk.ask(f"{query}&limit=3{cursor}").json()
            seen += [line["member_id"] for line in page["items"]]
            assert cost.reads.count("BatchGetItem") <= 3
            assert cost.reads.count("Query") == SHARDS * (2 if query == "tag=VIP" else 1)
            if not page["cursor"]:
                break
            cursor = f"&cursor={page['cursor']}"
        assert seen == ids[::-1], query


def test_a_filter_that_few_fit_ends_a_page_early(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many rows are looked at in a call, and an empty page has a cursor that goes on to the end."""
    monkeypatch.setattr(finding, "MOST_PAGES", 2)
    monkeypatch.setattr(finding, "PAGE_LIMIT", 3)
    ids = [
        join(desk.ctx, f"wm{number}", "王小明", day=1 + number, code="c1" if number < 2 else "c2", tags=("VIP",))
        for number in range(9)
    ]
    seen: list[str] = []
    pages, cursor = 0, ""
    while True:
        page = desk.ask(f"tag=VIP&code=c1&limit=1{cursor}").json()
        seen, pages = [*seen, *(line["member_id"] for line in page["items"])], pages + 1
        assert page["items"] or pages == 1, "nobody among the first four"
        cursor = f"&cursor={page['cursor']}"
        if not page["cursor"]:
            break
    assert len(seen) == 2 and seen[-1] == ids[0] and pages == 3


def test_a_page_is_cut_where_it_is_full(desk: Desk) -> None:
    """Of more candidates than fit on it the next page shows the rest, each once."""
    for number in range(12):
        join(desk.ctx, f"wm{number}", "王小明" if number % 3 else "王小红", day=1 + number, tags=("VIP",))
    seen: list[str] = []
    cursor = ""
    while True:
        page = desk.ask(f"q=王小明&limit=3{cursor}").json()
        seen += [line["first_at"] for line in page["items"]]
        if not page["cursor"]:
            break
        cursor = f"&cursor={page['cursor']}"
    assert len(seen) == len(set(seen)) == 8 and seen == sorted(seen, reverse=True)


def test_a_stage_and_a_store_are_filters(desk: Desk) -> None:
    """Who is nobody's friend any more; whose friends work at a store."""
    ming = join(desk.ctx, "wm1", "王小明", day=20, tags=("VIP",))
    hong = join(desk.ctx, "wm2", "王小红", day=21, staff="wangfang")
    store.lose(desk.ctx, ExternalUserId("wm1"), UserId("liming"), "2026-11-25T02:00:00.000Z|customer")
    desk.stack.work_off()
    assert desk.find("stage=lost") == desk.find("stage=lost&tag=VIP") == desk.find("stage=lost&staff=liming") == [ming]
    assert desk.find("stage=friend") == [hong] and desk.find("stage=pending") == []
    shop = make.store(desk.stack, by=desk.owner, staff=["wangfang"], confirm=True)
    assert desk.find(f"store={shop.id}") == desk.find(f"store={shop.id}&q=王小") == [hong]
    assert desk.find("store=nowhere") == desk.find(f"store={shop.id}&staff=liming") == []
    (line,) = desk.ask("q=王小红").json()["items"]
    assert (line["stage"], line["tags"], line["first_staff"]["userid"]) == ("friend", [], "wangfang")


def test_a_searchs_cursor_is_of_its_words(desk: Desk) -> None:
    """It goes on with the same filters and with no others."""
    for number in range(3):
        join(desk.ctx, f"wm{number}", "王小明", tags=("VIP",))
    cursor = desk.ask("q=小明&limit=1").json()["cursor"]
    assert desk.ask(f"q=小明&limit=2&cursor={cursor}").status == 200
    for query in ("q=王小", "tag=VIP", "limit=1", "q=小明&tag=VIP"):
        assert desk.ask(f"{query}&cursor={cursor}").code == "InvalidQuery", query


def test_whoever_joins_is_found_after_the_profile_was_read(stack: Stack) -> None:
    """From the callback by the stream and the queues to the door; then staff note a number at WeCom."""
    shop = Shop(stack)
    code = shop.live_code()
    stack.platform.add(stack.platform.customer("王小明"), code["contact_ways"][0]["config_id"])
    stack.work_off()
    member, desk = shop.only_member(), Desk(stack)
    (relation,) = member["relations"]
    for query in ("q=小明", f"code={code['code']}", f"staff={relation['userid']}", f"tag={relation['tags'][0]}"):
        assert desk.find(query) == [member["member_id"]], query
    stack.clock.advance(60)
    noted = {"external_userid": member["external_userid"], "mobiles": ["138 0013 8000"]}
    stack.platform.call("POST", f"corps/{CORPS['demo'].corp_id}/staff/{relation['userid']}/edit", noted)
    stack.work_off()
    assert desk.find(f"q={PHONE}") == [member["member_id"]]
