"""Items renamed and put away, what changed in a version, and lists that find them."""

from __future__ import annotations

import pytest

from chalicelib.content import differences, service, shapes
from chalicelib.content.errors import ContentArchived
from tests.content.studio import LINK, VARIABLES, Studio


def _names(studio: Studio, query: str) -> list[str]:
    answer = studio.owner.get(f"/admin/v1/content-items?limit=100{query}")
    assert answer.status == 200, answer.body
    return sorted(item["name"] for item in answer.json()["items"])


def _listed(studio: Studio, status: str) -> list[str]:
    lines = studio.owner.get(f"/admin/v1/content-versions?status={status}&q=归档试验&limit=100").json()["items"]
    return [line["name"] for line in lines]


def test_a_renamed_item_is_called_so_everywhere_and_stays_approved(studio: Studio) -> None:
    """By its line, its versions and the list of what may be sent; the name says nothing to customers."""
    item_id = studio.bring(studio.written(name="旧名称"), "approved")
    studio.edit(item_id, 1)
    renamed = studio.author.put(f"/admin/v1/content-items/{item_id}/name", {"name": "新名称"})
    assert (renamed.status, renamed.json()["name"], renamed.json()["edited_by"]["userid"]) == (200, "新名称", "liming")
    read = studio.owner.get(f"/admin/v1/content-items/{item_id}").json()
    assert (read["name"], {one["name"] for one in read["versions"]}) == ("新名称", {"新名称"})
    assert [one["may_be_sent"] for one in read["versions"]] == [False, True]
    listed = studio.owner.get("/admin/v1/content-versions?status=approved&q=新名&limit=100").json()["items"]
    assert [line["item_id"] for line in listed] == [item_id]
    assert studio.author.put("/admin/v1/content-items/nothing/name", {"name": "x"}).status == 404


def test_an_archived_item_is_not_offered_and_comes_back(studio: Studio) -> None:
    """It leaves the lists, cannot be named anew and goes on where it is used, until it is brought back."""
    item_id = studio.bring(studio.written(name="归档试验"), "approved")
    path, ctx = f"/admin/v1/content-items/{item_id}", studio.ctx("zhangwei")
    archived = studio.author.post(f"{path}/archive").json()
    assert archived["state"] == "archived" and archived["archived_at"]
    assert studio.author.post(f"{path}/archive").json()["archived_at"] == archived["archived_at"]
    assert (_names(studio, "&q=归档试验"), _names(studio, "&q=归档试验&state=archived")) == ([], ["归档试验"])
    assert _listed(studio, "approved") == []
    with pytest.raises(ContentArchived):
        service.approved(ctx, item_id, 1)
    assert service.approved(ctx, item_id, 1, is_used=True) == service.current(ctx, item_id, 1)
    assert studio.edit(item_id, 1).json()["version"] == 2
    back = studio.author.post(f"{path}/restore").json()
    assert (back["state"], back["archived_at"], back["latest"], back["status"]) == ("active", None, 2, "draft")
    assert service.approved(ctx, item_id, 1).version == 1
    assert _listed(studio, "draft") == ["归档试验"]


def test_lists_find_items_by_name_kind_status_and_maker(studio: Studio) -> None:
    """Part of the name in any case; what is in no status asked for is left out; mine is what I made."""
    studio.draft(name="Spring 链接", attachment=LINK)
    studio.draft(by=studio.editor, name="spring 文字")
    studio.bring(studio.written(name="Spring 过审"), "approved")
    assert _names(studio, "&q=SPRING") == ["Spring 过审", "Spring 链接", "spring 文字"]
    assert _names(studio, "&q=spring&kind=link") == ["Spring 链接"]
    assert _names(studio, "&q=spring&status=approved") == ["Spring 过审"]
    assert _names(studio, "&q=spring&maker=ChenYu") == ["spring 文字"]
    own = studio.editor.get("/admin/v1/content-items?q=spring&mine=true").json()["items"]
    assert [item["name"] for item in own] == ["spring 文字"]
    drafts = studio.editor.get("/admin/v1/content-versions?status=draft&q=spring&mine=true").json()["items"]
    assert [line["name"] for line in drafts] == ["spring 文字"]


def test_pages_of_a_searched_list_hold_each_item_once(studio: Studio) -> None:
    """However few of those that are looked at are meant."""
    for number in range(3):
        studio.written(name=f"翻页{number}")
        studio.written(name="别的")
    found, cursor = [], ""
    for _ in range(5):
        page = studio.owner.get(f"/admin/v1/content-items?limit=1&q=翻页{cursor and f'&cursor={cursor}'}").json()
        found += [item["name"] for item in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert sorted(found) == ["翻页0", "翻页1", "翻页2"] and not cursor


def test_a_version_is_compared_with_the_one_approved_before_it(studio: Studio) -> None:
    """Not with drafts between; the first is compared with nothing, and any two are where that is asked for."""
    item_id = studio.bring(studio.written(text="甲\n乙", variables=[]), "approved")
    studio.edit(item_id, 1, text="草稿")
    studio.edit(item_id, 2, text="甲\n丙")
    path = f"/admin/v1/content-items/{item_id}/versions"
    seen = studio.owner.get(f"{path}/3/differences").json()
    assert (seen["version"], seen["against"]) == (3, 1)
    assert seen["changes"] == [
        {
            "field": "text",
            "before": "甲\n乙",
            "after": "甲\n丙",
            "parts": [
                {"what": "same", "text": "甲\n"},
                {"what": "removed", "text": "乙"},
                {"what": "added", "text": "丙"},
            ],
        }
    ]
    assert studio.owner.get(f"{path}/3/differences?against=2").json()["changes"][0]["before"] == "草稿"
    first = studio.owner.get(f"{path}/1/differences").json()
    assert first["against"] is None and first["changes"][0]["before"] == ""
    assert studio.owner.get(f"{path}/9/differences").status == 404
    assert studio.owner.get(f"{path}/3/differences?against=9").status == 404


def test_each_field_of_a_version_is_compared() -> None:
    """Parts of a card, variables by name with money in yuan, and channels in one order."""
    import msgspec

    old = msgspec.convert({"text": "同", "variables": VARIABLES, "channels": ["groups"]}, shapes.ContentBody)
    new = msgspec.convert({"text": "同", "attachment": LINK, "channels": ["groups", "customers"]}, shapes.ContentBody)
    said = {one.field: (one.before, one.after) for one in differences.between(old, new)}
    assert said["attachment.title"] == ("", "领券") and said["attachment.kind"] == ("", "link")
    assert said["variables.amount.fallback"] == ("¥100", "") and said["variables.day.fallback"] == ("2026-11-21", "")
    assert said["channels"] == ("客户群 groups", "客户 customers、客户群 groups") and "text" not in said
    assert differences.between(new, new) == []


def test_an_item_says_why_those_who_use_it_send_nothing(studio: Studio) -> None:
    """What was approved is recalled, and a live code says it: the item shows the problem that the code has."""
    from chalicelib.content.shapes import ContentUse
    from chalicelib.core.storage.transaction import Transaction

    item_id = studio.bring(studio.written(), "approved")
    transaction = Transaction(studio.ctx("liming"))
    service.use_in(transaction, item_id, ContentUse(user="live_code", user_id="c1", name="门店", version=1))
    transaction.commit()
    path = f"/admin/v1/content-items/{item_id}"
    assert studio.owner.get(path).json()["problem"] is None
    studio.owner.post(f"{path}/versions/1/recalls", {"reason": "价格有误"})
    assert studio.owner.get(path).json()["problem"]["code"] == "VersionRecalled"
