"""Posts of stores: seen, made and changed by who acts for them, and sent by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.audience import store as audience_store
from chalicelib.core.storage import due
from tests.support import make
from tests.support.desk import Desk, only_ours
from tests.support.http import Http
from tests.support.stack import forget_everything, running_stack


class Chain:
    """Two stores with one member of staff and two customers each, and what their managers make."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.east = make.store(desk.stack, name="东店", clerks=["liming"]).id
        self.north = make.store(desk.stack, name="北店", clerks=["wangfang"]).id
        desk.friends(2), desk.friends(2, "wangfang", "w")

    def manager(self, role: str = "marketer", **scope: Any) -> Http:
        """chenyu, with a role for these stores, for the east one when nothing is said."""
        given = scope or {"kind": "stores", "of": [self.east]}
        answer = self.desk.owner.put("/admin/v1/operators/chenyu", {"role": role, "scope": given})
        assert answer.status == 200, answer.body
        forget_everything()
        return make.session(self.desk.stack, "chenyu")

    def made(self, by: Http, **changes: Any) -> str:
        answer = by.post("/admin/v1/posts", self.desk.body(**changes))
        assert answer.status == 201, answer.body
        return str(answer.json()["post_id"])

    def faults(self, by: Http, **changes: Any) -> list[str]:
        """Where what somebody asks for is refused."""
        return [
            fault["path"] for fault in by.post("/admin/v1/posts", self.desk.body(**changes)).json()["details"]["errors"]
        ]


@pytest.fixture(scope="module")
def chain() -> Iterator[Chain]:
    with running_stack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(audience_store, "SHARDS", 2)
        patch.setattr(due, "SHARDS", 1)
        only_ours(patch)
        yield Chain(Desk(stack))


def test_a_manager_posts_to_the_customers_of_their_store_alone(chain: Chain) -> None:
    """Nothing is named, and yet only the store's own people send it, to their own friends."""
    manager, before = chain.manager(), len(chain.desk.ledger())
    post = chain.made(manager)
    forecast = manager.post(f"/admin/v1/posts/{post}/forecasts").json()["forecast_id"]
    chain.desk.stack.drain()
    assert manager.get(f"/admin/v1/posts/{post}/forecasts/{forecast}").json()["targeted"] == 2
    chain.desk.after(hours=1)
    assert [entry["sender"] for entry in chain.desk.ledger()[before:]] == ["liming"]
    assert manager.get(f"/admin/v1/posts/{post}").json()["stores"] == [chain.east]


def test_who_works_at_the_store_when_it_goes_out_sends_it(chain: Chain) -> None:
    """Somebody who has left the store by then does not, though they stood there when it was made."""
    manager, before = chain.manager(), len(chain.desk.ledger())
    chain.made(manager)
    _staffed(chain, ["zhaolei"])
    chain.desk.after(hours=1)
    assert chain.desk.ledger()[before:] == []
    _staffed(chain, ["liming"])


def test_a_post_of_a_store_where_nobody_works_says_that_nobody_gets_it(chain: Chain) -> None:
    """In its forecast, and in its time: who is gone from the store by then was its only sender."""
    manager = chain.manager()
    post = chain.made(manager, audience={"channel": "customers", "staff": ["liming"]})
    _staffed(chain, ["zhaolei"])
    forecast = manager.post(f"/admin/v1/posts/{post}/forecasts").json()["forecast_id"]
    chain.desk.stack.drain()
    told = manager.get(f"/admin/v1/posts/{post}/forecasts/{forecast}").json()
    assert (told["targeted"], told["problem"]["code"]) == (0, "NobodyOfItsStores")
    chain.desk.after(hours=1)
    chain.desk.sign_in()
    (time,) = chain.desk.owner.get(f"/admin/v1/posts/{post}").json()["occurrences"]
    assert (time["targeted"], time["problem"]["code"]) == (0, "NobodyOfItsStores")
    _staffed(chain, ["liming"])


def _staffed(chain: Chain, clerks: list[str]) -> None:
    """The east store, with other clerks."""
    path = f"/admin/v1/stores/{chain.east}"
    shown = chain.desk.owner.get(path).json()
    body = {"number": shown["number"], "name": shown["name"], "version": shown["version"], "clerks": clerks}
    answer = chain.desk.owner.put(path, body)
    assert answer.status == 200, answer.body
    forget_everything()


def test_what_is_of_another_store_is_not_there(chain: Chain) -> None:
    """Not listed, not read, not changed; the whole corp's posts neither, but whoever acts for all sees every one."""
    owner = chain.desk.owner
    theirs, whole = chain.made(owner, stores=[chain.north]), chain.made(owner)
    manager = chain.manager()
    mine = chain.made(manager)
    listed = [one["post_id"] for one in manager.get("/admin/v1/posts").json()["items"]]
    assert mine in listed and not {theirs, whole} & set(listed)
    for post in (theirs, whole):
        path = f"/admin/v1/posts/{post}"
        time = f"{path}/occurrences/{chain.desk.at()}"
        answers = [
            manager.get(path),
            manager.get(f"{path}/report"),
            manager.put(path, {**chain.desk.body(), "revision": 1}),
            *(manager.post(f"{path}/{act}") for act in ("pause", "cancel", "tests", "forecasts", "report")),
            manager.post(f"{path}/copies", {}),
            manager.post(f"{path}/approvals", {"revision": 1}),
            *(manager.post(f"{time}/{act}") for act in ("reminders", "retries", "recalls")),
        ]
        assert {answer.code for answer in answers} == {"UnknownPost"}
    everything = [one["post_id"] for one in owner.get("/admin/v1/posts").json()["items"]]
    assert {mine, theirs, whole} <= set(everything)


def test_a_manager_names_nobody_outside_their_stores(chain: Chain) -> None:
    """Each at its place, in what is made and in what is changed; a region lead may name either store."""
    manager = chain.manager()
    assert chain.faults(manager, stores=[chain.north]) == ["stores[0]"]
    assert chain.faults(manager, audience={"channel": "customers", "staff": ["liming", "wangfang"]}) == [
        "audience.staff[1]"
    ]
    assert chain.faults(manager, audience={"channel": "groups", "owners": ["wangfang"]}) == ["audience.owners[0]"]
    post = chain.made(manager)
    changed = manager.put(f"/admin/v1/posts/{post}", {**chain.desk.body(stores=[chain.north]), "revision": 1})
    assert changed.code == "BadPost"
    lead = chain.manager(kind="stores", of=[chain.east, chain.north])
    both = chain.made(lead, stores=[chain.north])
    assert lead.get(f"/admin/v1/posts/{both}").json()["stores"] == [chain.north]
    assert lead.get(f"/admin/v1/posts/{post}").status == 200
    assert chain.manager().get(f"/admin/v1/posts/{both}").code == "UnknownPost"


def _targeted(chain: Chain, post: str) -> int:
    """How many would get it now."""
    owner = chain.desk.owner
    forecast = owner.post(f"/admin/v1/posts/{post}/forecasts").json()["forecast_id"]
    chain.desk.stack.drain()
    return int(owner.get(f"/admin/v1/posts/{post}/forecasts/{forecast}").json()["targeted"])


def test_a_post_to_ones_own_customers_goes_to_nobody_elses(chain: Chain) -> None:
    """Not when a colleague comes to the store, nor when whoever acts for all edits or copies it without a word."""
    role = make.role(chain.desk.stack, "群发顾问", "posts.read", "posts.schedule").id
    answer = chain.desk.owner.put("/admin/v1/operators/liming", {"role": role, "scope": {"kind": "own"}})
    assert answer.status == 200, answer.body
    forget_everything()
    adviser = make.session(chain.desk.stack, "liming")
    post, owner = chain.made(adviser), chain.desk.owner
    _staffed(chain, ["liming", "wangfang"])
    assert _targeted(chain, post) == 2
    assert owner.put(f"/admin/v1/posts/{post}", {**chain.desk.body(name="改字"), "revision": 1}).status == 200
    copied = owner.post(f"/admin/v1/posts/{post}/copies", {}).json()["post_id"]
    assert [_targeted(chain, one) for one in (post, copied)] == [2, 2]
    _staffed(chain, [])
    alone = chain.made(adviser)
    assert _targeted(chain, alone) == 2 and adviser.get(f"/admin/v1/posts/{alone}").status == 200
    _staffed(chain, ["liming"])


def test_a_post_of_a_store_stays_so_when_the_whole_corp_edits_it(chain: Chain) -> None:
    """Its manager sees it still, and a copy is of the same store."""
    manager = chain.manager()
    post = chain.made(manager)
    edited = chain.desk.owner.put(
        f"/admin/v1/posts/{post}", {**chain.desk.body(name="改名", stores=[chain.east]), "revision": 1}
    )
    assert edited.status == 200, edited.body
    copied = chain.desk.owner.post(f"/admin/v1/posts/{post}/copies", {}).json()
    assert copied["stores"] == [chain.east]
    assert [manager.get(f"/admin/v1/posts/{one}").status for one in (post, copied["post_id"])] == [200, 200]
