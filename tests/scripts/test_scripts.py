"""The library of scripts: what is approved is at hand for staff, by category; they mark it and say that they use it."""

from __future__ import annotations

from typing import Any

from chalicelib.content.ids import ContentId
from chalicelib.core.storage import fact_log
from chalicelib.scripts import service, store
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack
from tests.support.state import main_rows

STAFF = "/staff/v1/scripts"


def placed(stack: Stack, name: str = "迎新", category: str = "迎新", below: str | None = None, **changes: Any) -> str:
    """An approved item of content that stands in the library."""
    item = make.content(stack, name=name, **changes)
    place(stack, item.id, category, below)
    return item.id


def place(stack: Stack, item_id: str, category: str, below: str | None = None) -> dict[str, Any]:
    body = {"category": category, "subcategory": below}
    answer = make.session(stack).put(f"/admin/v1/scripts/{item_id}", body)
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json()
    return found


def draft(stack: Stack, **changes: Any) -> str:
    return make.content_item(stack, by=make.session(stack), **changes).id


def names(by: Http, path: str = STAFF) -> list[str]:
    answer = by.get(path)
    assert answer.status == 200, answer.body
    return [str(one["name"]) for one in answer.json()["items"]]


def clerk(stack: Stack, userid: str = "zhaolei") -> Http:
    return make.operator(stack, "store_staff", userid)


def uses(stack: Stack, item_id: str) -> list[Any]:
    page = fact_log.page(stack.ctx(), f"content#{item_id}", 100, "")
    return [one for one in page.items if one.kind == "script.used"]


def test_a_category_is_kept_as_people_read_it(stack: Stack) -> None:
    """Blanks around it make no other one of it."""
    item = draft(stack, name="问候")
    put = make.session(stack).put(f"/admin/v1/scripts/{item}", {"category": " 迎新 ", "subcategory": "到店 "}).json()
    assert (put["category"], put["subcategory"]) == ("迎新", "到店")


def test_staff_see_what_is_approved_and_nothing_else(stack: Stack) -> None:
    """No draft, nothing recalled, nothing of the archive; operators see all of it and why staff do not."""
    item, owner, by = placed(stack, "问候"), make.session(stack), clerk(stack)
    place(stack, draft(stack, name="草稿"), "迎新")
    (seen,) = by.get(STAFF).json()["items"]
    assert (seen["name"], seen["text"], seen["version"]) == ("问候", "今日到店，第二杯半价。", 1)
    listed = {one["name"]: one["is_offered"] for one in owner.get("/admin/v1/scripts").json()["items"]}
    assert listed == {"问候": True, "草稿": False}
    assert owner.post(f"/admin/v1/content-items/{item}/archive").status == 200
    assert names(by) == []
    assert owner.post(f"/admin/v1/content-items/{item}/restore").status == 200
    assert names(by) == ["问候"]
    assert owner.post(f"/admin/v1/content-items/{item}/versions/1/recalls", {"reason": "有误"}).status == 200
    assert names(by) == []


def test_an_edit_is_seen_once_it_is_approved(stack: Stack) -> None:
    """Until then staff go on with the version that was."""
    item, owner, by = placed(stack), make.session(stack), clerk(stack)
    edit = {"text": "换了说法", "based_on": 1}
    assert owner.post(f"/admin/v1/content-items/{item}/versions", edit).status in (200, 201)
    (seen,) = by.get(STAFF).json()["items"]
    assert (seen["version"], seen["text"]) == (1, "今日到店，第二杯半价。")


def test_operators_see_what_is_on_its_way_and_find_what_staff_do_not_see(stack: Stack) -> None:
    """The newest version and its state beside what is said today; by whether staff see it, and one alone by its id."""
    item, owner = placed(stack, "问候"), make.session(stack)
    hidden = draft(stack, name="草稿")
    place(stack, hidden, "迎新")
    assert owner.post(f"/admin/v1/content-items/{item}/versions", {"text": "换了说法", "based_on": 1}).status == 201
    (one,) = owner.get(f"/admin/v1/scripts?item_id={item}").json()["items"]
    assert (one["version"], one["latest"], one["status"], one["kind"]) == (1, 2, "draft", "text")
    assert one["beginning"] == "今日到店，第二杯半价。"
    assert sorted(names(owner, "/admin/v1/scripts?q=第二杯")) == sorted(["问候", "草稿"])
    assert names(owner, "/admin/v1/scripts?offered=true") == ["问候"]
    assert names(owner, "/admin/v1/scripts?offered=false") == ["草稿"]
    owner.delete(f"/admin/v1/scripts/{hidden}")
    assert names(owner, f"/admin/v1/scripts?item_id={hidden}") == []


def test_content_that_is_for_staff_alone_is_no_script(stack: Stack) -> None:
    """A script is said to customers, so its approval has to hold for them."""
    placed(stack, channels=["staff"])
    assert names(clerk(stack)) == []


def test_the_library_stands_by_category_and_is_found_by_word(stack: Stack) -> None:
    """A category holds those below it, and none whose name only begins alike; pages hold each once."""
    owner = make.session(stack)
    for name, category, below in (
        ("甲", "报价", "首次"),
        ("乙", "报价", None),
        ("丙", "报价单", None),
        ("丁", "售后", "首次"),
    ):
        place(stack, draft(stack, name=name), category, below)
    path = "/admin/v1/scripts"
    assert names(owner, f"{path}?category=报价") == ["乙", "甲"]
    assert names(owner, f"{path}?category=报价&subcategory=首次") == ["甲"]
    assert names(owner, f"{path}?q=丁") == ["丁"]
    walked, cursor = [], ""
    for _ in range(3):
        page = owner.get(f"{path}?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        walked += [one["name"] for one in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert (walked, cursor) == (["丁", "乙", "甲", "丙"], "")


def test_a_script_moves_leaves_and_comes_back(stack: Stack) -> None:
    """One item stands in one place; taken out, its content stays; each step is told in the audit."""
    item, owner = draft(stack, name="甲"), make.session(stack)
    place(stack, item, "迎新")
    place(stack, item, "售后", "退换")
    assert names(owner, "/admin/v1/scripts?category=迎新") == []
    path = f"/admin/v1/scripts/{item}"
    first, second = owner.delete(path).json(), owner.delete(path).json()
    assert first["removed_at"] == second["removed_at"] is not None
    assert names(owner, "/admin/v1/scripts") == []
    assert owner.get(f"/admin/v1/content-items/{item}").status == 200
    assert place(stack, item, "售后")["removed_at"] is None
    assert names(owner, "/admin/v1/scripts") == ["甲"]
    stack.work_off()
    acts = owner.get("/admin/v1/acts?thing=script").json()["items"]
    assert len(acts) == 4 and {one["thing_id"] for one in acts} == {item}


def test_favourites_are_each_ones_own(stack: Stack) -> None:
    """Marked twice is marked once; what leaves the library is no favourite to look at; nobody sees another's."""
    first, second = placed(stack, "甲"), placed(stack, "乙")
    by, other = clerk(stack), make.operator(stack, "adviser", "chenyu")
    for item in (first, first, second):
        assert by.put(f"{STAFF}/{item}/favourite", {"is_favourite": True}).json()["is_favourite"]
    only = f"{STAFF}?favourites=true"
    assert (sorted(names(by, only)), names(other, only)) == (["乙", "甲"], [])
    assert names(by, f"{only}&q=甲") == ["甲"]
    assert by.put(f"{STAFF}/{second}/favourite", {"is_favourite": False}).status == 200
    assert names(by, only) == ["甲"]
    make.session(stack).delete(f"/admin/v1/scripts/{first}")
    assert names(by, only) == []
    assert by.put(f"{STAFF}/{first}/favourite", {"is_favourite": True}).code == "UnknownScript"


def test_favourites_have_an_end(stack: Stack, monkeypatch: Any) -> None:
    """One more is refused, one of them again is not; one less makes room."""
    monkeypatch.setattr(service, "MOST_FAVOURITES", 2)
    first, second, third = (draft(stack, name=name) for name in "甲乙丙")
    for item in (first, second, third):
        place(stack, item, "迎新")
    by = clerk(stack)
    marks = {one: by.put(f"{STAFF}/{one}/favourite", {"is_favourite": True}) for one in (first, second, third)}
    assert [one.code for one in marks.values()] == ["", "", "TooManyFavourites"]
    assert by.put(f"{STAFF}/{first}/favourite", {"is_favourite": True}).status == 200
    by.put(f"{STAFF}/{first}/favourite", {"is_favourite": False})
    assert by.put(f"{STAFF}/{third}/favourite", {"is_favourite": True}).status == 200


def test_a_use_is_a_fact_once_for_a_key(stack: Stack) -> None:
    """It says which version, who and to whom; sent again under its key it is the same, under another one more."""
    item, member = placed(stack), make.member(stack)
    by = clerk(stack)
    body = {"version": 1, "member_id": member.id}
    first = by.post(f"{STAFF}/{item}/uses", body, idempotency_key="u")
    again = by.post(f"{STAFF}/{item}/uses", body, idempotency_key="u")
    assert (first.status, again.json()) == (201, first.json())
    (fact,) = uses(stack, item)
    assert f'"member":"{member.id}"' in fact.data and '"staff":"zhaolei"' in fact.data
    assert by.post(f"{STAFF}/{item}/uses", {"version": 1}, idempotency_key="v").status == 201
    assert len(uses(stack, item)) == 2


def test_what_was_recalled_or_never_approved_is_not_said(stack: Stack) -> None:
    """Whoever still has it on the screen learns so, and nothing is noted."""
    item, owner, by = placed(stack), make.session(stack), clerk(stack)
    raw = draft(stack, name="草稿")
    place(stack, raw, "迎新")
    assert by.post(f"{STAFF}/{raw}/uses", {"version": 1}).code == "NotApproved"
    owner.post(f"/admin/v1/content-items/{item}/versions/1/recalls", {"reason": "有误"})
    assert by.post(f"{STAFF}/{item}/uses", {"version": 1}).code == "VersionRecalled"
    assert by.post(f"{STAFF}/{item}/uses", {"version": 9}).code == "UnknownContent"
    assert uses(stack, item) == uses(stack, raw) == []


def test_an_adviser_uses_a_script_for_their_own_customers(stack: Stack) -> None:
    """Somebody else's customer is as if not there."""
    item, theirs = placed(stack), make.member(stack, staff="liming")
    make.operator(stack, "adviser", "chenyu")
    by = stack.operator("chenyu")
    assert by.post(f"{STAFF}/{item}/uses", {"version": 1, "member_id": theirs.id}).code == "UnknownMember"
    assert by.post(f"{STAFF}/{item}/uses", {"version": 1}).status == 201


def test_another_corp_has_a_library_of_its_own(stack: Stack) -> None:
    """It lists none of these, marks none, uses none, and places none of their content."""
    item, rival = placed(stack), make.session(stack, corp="rival")
    assert names(rival) == names(rival, "/admin/v1/scripts") == []
    assert rival.put(f"{STAFF}/{item}/favourite", {"is_favourite": True}).code == "UnknownScript"
    assert rival.post(f"{STAFF}/{item}/uses", {"version": 1}).code == "UnknownScript"
    assert rival.put(f"/admin/v1/scripts/{item}", {"category": "x"}).code == "UnknownContent"


def test_taking_out_what_was_never_in_is_not_found(stack: Stack) -> None:
    """Also when it is content; no row is left of the attempt."""
    item, owner = draft(stack), make.session(stack)
    assert owner.delete(f"/admin/v1/scripts/{item}").code == "UnknownScript"
    assert not [one for one in main_rows("demo") if one.get("kind") == {"S": "script"}]
    assert store.script(stack.ctx(), ContentId(item)) is None
