"""Notes and remarks of a member, what is hidden in them, and who saw it."""

from __future__ import annotations

import pytest

from chalicelib.core import masks
from tests.support import make, state
from tests.support.stack import Stack

NOTE = "老客户，电话 138 0013 8000，怕辣"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13800138000", "电话138****8000"),
        ("+86 138-0013-8000 晚上打", "861****8000 晚上打"),
        ("身份证31010119900101123X", "身份证310****1123"),
        ("a.b@example.com", "****"),
        ("买了 2 件，共 1280 元", "买了 2 件，共 1280 元"),
        ("12345678", "123****5678"),
    ],
)
def test_a_masked_text_shows_no_number_and_only_its_beginning(text: str, shown: str) -> None:
    """Of phones, cards and addresses; amounts and years stay."""
    assert masks.words(text) == shown


def test_a_note_is_its_authors(stack: Stack) -> None:
    """Others see how it begins, and neither change it nor take it away; taken away, nothing of it is left."""
    member = make.member(stack)
    path = f"/admin/v1/members/{member.id}/notes"
    author, other = make.operator(stack, "marketer", "liming"), make.session(stack)
    note = author.post(path, {"text": NOTE}, idempotency_key="n").json()
    assert author.post(path, {"text": NOTE}, idempotency_key="n").json()["note_id"] == note["note_id"]
    own = f"{path}/{note['note_id']}"
    (seen,) = other.get(path).json()["items"]
    assert (seen["text"], seen["is_masked"]) == ("老客户，电话 138****8000…", True)
    assert (seen["created_by"]["userid"], author.get(path).json()["items"][0]["text"]) == ("liming", NOTE)
    assert other.put(own, {"text": "x"}).code == other.delete(own).code == "NotYourNote"
    assert author.put(own, {"text": "改过"}).json()["edited_by"]["userid"] == "liming"
    assert author.delete(own).json()["text"] == author.delete(own).json()["text"] == ""
    assert author.put(own, {"text": "x"}).code == "UnknownNote"
    assert other.get(path).json()["items"] == [] and "改过" not in str(state.main_rows("demo"))


def test_what_is_hidden_is_seen_by_right_and_told(stack: Stack) -> None:
    """For a reason, by whoever holds the right; the timeline says so before anything is shown."""
    member = make.member(stack)
    owner, marketer = make.session(stack), make.operator(stack, "marketer", "wangfang")
    marketer.post(f"/admin/v1/members/{member.id}/notes", {"text": NOTE})
    remark = {"remark": "小红", "description": "常来", "phones": ["13800138000"]}
    edited = marketer.put(f"/admin/v1/members/{member.id}/remarks/liming", remark).json()["items"]
    assert [(one["remark"], one["phones"]) for one in edited] == [("小红", ["138****8000"])]
    path = f"/admin/v1/members/{member.id}/unmaskings"
    assert marketer.post(path, {"reason": "想看"}).code == "RoleNotAllowed"
    assert owner.post(path, {"reason": " "}).status == 400
    seen = owner.post(path, {"reason": "顾客来电核对"}).json()
    assert seen["notes"][0]["text"] == NOTE and seen["remarks"][0]["phones"] == ["13800138000"]
    stack.work_off()
    events = owner.get(f"/admin/v1/members/{member.id}/timeline").json()["items"]
    assert ("member.unmasked", "operator:zhangwei") in [(one["kind"], one["actor"]) for one in events]


def test_a_remark_is_written_at_wecom_and_what_is_left_out_stays(stack: Stack) -> None:
    """The noted number finds the member; a stranger to them notes nothing; nobody else's customer is there."""
    member, owner = make.member(stack), make.session(stack)
    stack.clock.advance(1)
    path = f"/admin/v1/members/{member.id}/remarks"
    owner.put(f"{path}/liming", {"remark": "小红", "phones": ["13800138000"]})
    (one,) = owner.put(f"{path}/LIMING", {"description": "常来"}).json()["items"]
    assert (one["remark"], one["description"], one["phones"]) == ("小红", "常来", ["138****8000"])
    assert owner.get("/admin/v1/members?q=13800138000").json()["items"][0]["member_id"] == member.id
    assert owner.put(f"{path}/wangfang", {"remark": "x"}).code == "BadRemark"
    assert owner.put(f"{path}/liming", {}).status == 400
    adviser = make.operator(stack, "adviser", "wangfang")
    assert adviser.get(path).code == adviser.put(f"{path}/wangfang", {"remark": "x"}).code == "UnknownMember"
