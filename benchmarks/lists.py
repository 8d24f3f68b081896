"""Lists and searches among 2,000 and 20,000 members: what a page reads must not grow with them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench_stack import engine
from benchmarks.report import Section, median
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, StoreId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.core.ops import secrets
from chalicelib.core.storage import search
from chalicelib.core.storage.lists import Page, parent_of
from chalicelib.core.storage.search import TermRow
from chalicelib.core.storage.table import Row, key
from chalicelib.members import finding, store, terms
from chalicelib.members.ids import LakeId
from chalicelib.members.shapes import MemberLine, MemberQuery
from chalicelib.members.states import Heard
from chalicelib.stores import store as stores
from chalicelib.stores.shapes import NewStore
from tests.support.stack import Secrets

BEGAN = 1_763_690_400
BATCH = 25
FAMILY = "王李张刘陈杨黄赵吴周"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
TAGS = ("VIP", "老客", "新客", "宝妈")
DEPTHS = (1, 10, 50)
PAGE = 20
# As many have a name that nobody joins with later: what finding it reads is the same among few and many.
FEW = 30
STORE = StoreId("01KAJ8T0003V0Q8N2B7M4T6Y9R")
# The first page, then one that is deep: by their own words, as the door takes them.
ASKED = {
    "a list of all": {},
    "two letters of a name that many have": {"q": "王伟"},
    "a name that thirty have": {"q": "司马相如"},
    "a tag that a quarter has": {"tag": "VIP"},
    "the code a tenth came by": {"code": "c3"},
    "a member of staff of ten": {"staff": "s3"},
    "a phone number": {"q": "13800000042"},
    "an external id": {"q": "wm00042"},
    "a store of two of ten": {"store": STORE},
    "a store, and a tag": {"store": STORE, "tag": "VIP"},
    "a tag, and a code": {"tag": "VIP", "code": "c3"},
    "who left, where nobody has": {"stage": "lost"},
    "a day of the first joins": {"since": "2025-11-21", "until": "2025-11-21"},
}


class Reads:
    """The reads of the process's client: calls, and items they answered."""

    def __init__(self) -> None:
        self.calls = self.items = 0
        aws.client("dynamodb").meta.events.register("after-call.dynamodb", self._count)

    def _count(self, parsed: dict[str, list[object]], **_: object) -> None:
        self.calls += 1
        batches = parsed.get("Responses", {})
        lists = batches.values() if isinstance(batches, dict) else ()
        self.items += len(parsed.get("Items", ())) + sum(map(len, lists)) + ("Item" in parsed)

    @contextmanager
    def of(self, found: list[tuple[int, int]]) -> Iterator[None]:
        """Note what the block reads."""
        calls, items = self.calls, self.items
        yield
        found.append((self.calls - calls, self.items - items))


def measure(quick: bool) -> Section:
    """One row a question and size."""
    section = Section(
        "Lists and searches",
        f"Pages of {PAGE} of the members' door: calls to DynamoDB and items that they answered, at the first page and "
        f"deeper, at the worst of {max(DEPTHS)}, and the time of ours with the engine's, among few and many members.",
        ["asked", "members", *(f"page {depth}: calls, items" for depth in DEPTHS), "worst page", "median ms"],
    )
    sizes = (200, 2_000) if quick else (2_000, 20_000)
    with engine() as running:
        aws.use("secretsmanager", Secrets())
        secrets.forget()
        shop = NewStore(number="A1", name="人民广场店", staff=(UserId("s1"), UserId("s2")))
        stores.create(running.ctx(), STORE, shop)
        there = 0
        for size in sizes:
            began = time.monotonic()
            _join(running.ctx(), there, size)
            section.notes.append(f"{size - there} members more were written in {time.monotonic() - began:.0f} s.")
            there = size
            for words, asked in ASKED.items():
                section.add(words, f"{size:,}", *_pages(running.ctx(), asked))
    section.notes.append("A dash: there is no such page. Names: ten family names and 24 letters, two or three long.")
    return section


def _join(ctx: Ctx, begin: int, end: int) -> None:
    """Rows as the product leaves them, written by batches, which it may not: 20,000 joins would take a quarter hour."""
    chance, waiting = random.Random(begin), []
    for number in range(begin, end):
        waiting += [{"PutRequest": {"Item": row.stamped(ctx).serialize()}} for row in _rows(ctx, number, chance)]
        while len(waiting) >= BATCH or (waiting and number == end - 1):
            aws.client("dynamodb").batch_write_item(RequestItems={config().main_table: waiting[:BATCH]})
            waiting = waiting[BATCH:]


def _rows(ctx: Ctx, number: int, chance: random.Random) -> Iterator[Row]:
    external, at, staff = ExternalUserId(f"wm{number:05d}"), epoch_iso(BEGAN + number), UserId(f"s{number % 10}")
    member = store.member_id_of(ctx, external)
    place = at + member
    name = chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
    name = "司马相如" if number < FEW else name
    tags, phones = [TAGS[number % 4]], finding.blinds(ctx, [f"138{number:08d}"])
    found_by = terms.terms_of(place, name, f"c{number % 10}", phones, tags)
    row = store.MemberRow(key(ctx, "member", member), "-", member_id=member, external_userid=external, name=name)
    row.parent, row.place, row.lake_id = parent_of(store.MemberRow, key(ctx, "members"), member), place, LakeId(member)
    row.first_at = row.met_at = at
    row.first_state = row.met_state = f"c{number % 10}"
    row.first_userid = row.met_userid = staff
    row.tags, row.terms, row.terms_seq, row.terms_done = tags, tuple(found_by), 1, 1
    relation = store.RelationRow(row.pk, f"staff#{staff}", member_id=member, userid=staff, external_userid=external)
    relation.parent = parent_of(store.RelationRow, key(ctx, "staff", staff, "members"), member)
    relation.place, relation.adds, relation.tags, relation.phones = place, {f"{at}|full|"}, tags, phones
    relation.heard = Heard.FRIEND
    yield from (row, relation)
    for term in found_by:
        yield TermRow(*search.key_of(ctx, term, member), about=member, seq=1)


def _pages(ctx: Ctx, asked: dict[str, str]) -> list[str]:
    reads, found, took = Reads(), [], []
    cursor = ""
    for _ in range(max(DEPTHS)):
        began = time.perf_counter()
        with reads.of(found):
            page: Page[MemberLine] = finding.members(ctx, MemberQuery(limit=PAGE, cursor=cursor, **asked))
        took.append((time.perf_counter() - began) * 1000)
        cursor = page.cursor
        if not cursor:
            break
    cells = [f"{found[depth - 1][0]}, {found[depth - 1][1]}" if depth <= len(found) else "-" for depth in DEPTHS]
    worst = max(found, key=lambda one: one[1])
    return [*cells, f"{worst[0]}, {worst[1]}", f"{median(took):.1f}"]
