"""Activities are edited, stopped in two ways, copied and found, through the API."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events import facts
from chalicelib.groupbuys import store
from chalicelib.groupbuys.ids import TeamId
from tests.support.groupbuy import Market
from tests.support.http import Answer


def seen(market: Market) -> dict[str, Any]:
    found: dict[str, Any] = market.owner.get(f"/admin/v1/groupbuys/{market.activity}").json()
    return found


def edit(market: Market, of: dict[str, Any] | None = None, **changes: Any) -> Answer:
    known = of or seen(market)
    body = {name: known[name] for name in ("name", "closes_at", "stock", "revision")}
    return market.owner.put(f"/admin/v1/groupbuys/{market.activity}", {**body, **changes})


def stop(market: Market, teams: str, **more: Any) -> Answer:
    return market.owner.post(f"/admin/v1/groupbuys/{market.activity}/stops", {"teams": teams, **more})


def test_name_end_and_stock_are_edited_under_the_revision_that_was_seen(market: Market) -> None:
    """More is set aside from the SKU, less goes back, and the books still add up; the second editor is told."""
    before, sku_left = seen(market), market.left()
    market.opened("an")
    later = "2026-12-20T02:00:00.000Z"
    edited = edit(market, before, name="四人团", closes_at=later, stock=25)
    assert (edited.status, edited.json()["name"], edited.json()["closes_at"]) == (200, "四人团", later)
    assert (seen(market)["left"], market.left()) == (24, sku_left - 5)
    assert edit(market, before, name="五人团").code == "ActivityChanged"
    assert edit(market, before, name="四人团", closes_at=later, stock=25).status == 200
    assert edit(market, stock=3).status == 200
    assert (seen(market)["left"], market.left()) == (2, sku_left + 17)
    books = market.books()
    assert books["stock"] == books["left"] + books["held"] + books["sold"] == 3
    assert edit(market, stock=1000).code == "NotEnoughStock"


def test_what_is_wrong_with_an_edit_is_told_at_once(market: Market) -> None:
    """Less than is held, and an end that has passed; a stock that completes no team is asked about."""
    for name in ("an", "bo"):
        market.opened(name)
    wrong = edit(market, stock=1, closes_at="2026-11-20T00:00:00Z").json()["details"]["errors"]
    assert {one["path"]: one["rule"] for one in wrong if one["rule"] != "under_team_size"} == {
        "stock": "under_sold",
        "closes_at": "ends_before_it_begins",
    }
    assert edit(market, stock=2).code == "NeedsConfirmation"
    assert edit(market, stock=2, confirm=True).status == 200


def test_an_earlier_end_is_followed_by_its_teams(market: Market) -> None:
    """As when it is ended early: nobody joins after it, and who paid is refunded."""
    entered = market.opened("an")
    market.pays("an", entered["order"]["order_id"])
    assert edit(market, closes_at="2026-11-21T02:30:00Z").status == 200
    market.passes(minutes=31)
    market.ticks(4)
    assert market.join("bo", entered["team"]["team_id"]).code == "TeamOver"
    assert market.team(entered["team"]["team_id"])["status"] == "failed"
    over = edit(market, closes_at="2026-12-20T02:00:00Z").json()["details"]["errors"]
    assert [(one["path"], one["rule"]) for one in over] == [("closes_at", "over")]


def test_a_stop_may_let_teams_finish(market: Market) -> None:
    """Nobody opens another; who joins completes the team; then what is left goes back to the SKU."""
    sku_left, team = market.left(), market.opened("an")
    for _ in range(2):
        stopped = stop(market, "finish")
        assert (stopped.status, stopped.json()["activity"]["state"], stopped.json()["job_id"]) == (201, "stopped", "")
    assert market.open("bo").code == "ActivityStopped"
    team_id = team["team"]["team_id"]
    held = {"an": team["order"]} | {name: market.joined(name, team_id)["order"] for name in ("bo", "cui")}
    for name, order in held.items():
        market.pays(name, order["order_id"])
    assert market.team(team_id)["status"] == "succeeded"
    market.ticks(1)
    assert market.owner.post(f"/admin/v1/groupbuys/{market.activity}/stock-returns").status == 201
    assert market.left() == sku_left + 17


def test_a_stop_may_refund_everybody_who_waits(market: Market) -> None:
    """After a question that counts the teams; complete ones stay; the job says how far; again changes nothing."""
    complete, _ = market.complete_team("xu", "yi", "zhou")
    entered = market.opened("an")
    team_id, paid = entered["team"]["team_id"], entered["order"]["order_id"]
    market.pays("an", paid)
    held = market.joined("bo", team_id)["order"]["order_id"]
    asked = stop(market, "refund")
    assert [(one["rule"], one["limit"]) for one in asked.json()["details"]["errors"]] == [("teams_fail", 1)]
    stopped = stop(market, "refund", confirm=True).json()
    market.ticks(2)
    job = market.owner.get(f"/admin/v1/jobs/{stopped['job_id']}").json()
    assert (job["state"], job["done"], job["total"]) == ("done", 1, 1)
    assert (market.team(team_id)["status"], market.team(complete)["status"]) == ("failed", "succeeded")
    assert (market.order("an", paid)["status"], market.order("bo", held)["status"]) == ("refunded", "cancelled")
    assert "活动已停止" in str(market.ledger(paid))
    assert stop(market, "refund").status == 201 and stop(market, "finish").code == "ActivityStopped"
    market.ticks(2)
    books = market.books()
    assert (books["open"], books["held"], books["sold"], books["money_refunding"]) == (0, 0, 3, 0)
    told = [one.kind for one in facts.timeline(market.ctx, f"groupbuy#{market.activity}", 10, "").items]
    assert told.count("groupbuy.stopped") == 1


def test_a_team_that_was_completed_meanwhile_is_not_failed(market: Market) -> None:
    """Whoever paid for the last seat before the job came has bought."""
    team_id, _ = market.complete_team("xu", "yi", "zhou")
    row = store.team(market.ctx, TeamId(team_id))
    assert row is not None and not store.stop_team(market.ctx, row)
    assert market.team(team_id)["status"] == "succeeded"


def test_a_stop_that_let_teams_finish_may_become_one_that_refunds(market: Market) -> None:
    """The price was wrong after all."""
    entered = market.opened("an")
    assert stop(market, "finish").status == 201
    assert stop(market, "refund", confirm=True).status == 201
    market.ticks(2)
    assert market.team(entered["team"]["team_id"])["status"] == "failed"


def test_an_activity_is_copied_and_found(market: Market) -> None:
    """With times of its own; by name, state, SKU and maker."""
    body = {"name": "Autumn Team", "opens_at": "2026-11-25T00:00:00Z", "closes_at": "2026-11-26T00:00:00Z", "stock": 3}
    copied = market.made(f"/admin/v1/groupbuys/{market.activity}/copies", body)
    assert (copied["state"], copied["stock"], copied["team_price"]) == ("scheduled", 3, 6900)

    def found(query: str) -> list[str]:
        items = market.owner.get(f"/admin/v1/groupbuys?{query}").json()["items"]
        return [str(one["activity_id"]) for one in items]

    assert found("q=autumn") == found("state=scheduled") == [copied["activity_id"]]
    assert set(found(f"sku_id={market.sku}&maker=ZHANGWEI")) == {copied["activity_id"], market.activity}
    assert found("state=open") == [market.activity] and found("state=over") == []
