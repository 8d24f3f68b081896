"""Content items and their versions: written, edited by one at a time, read, previewed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.content import service, shapes, store
from chalicelib.content.errors import EditedMeanwhile, TooManyVersions
from tests.content.studio import LINK, TEXT, Studio, image
from tests.support.race.rivals import between


def _lint(answer: Any) -> list[tuple[str, str]]:
    return [(finding["severity"], finding["code"]) for finding in answer.json()["lint"]]


def test_an_item_is_created_as_a_draft_with_lint(studio: Studio) -> None:
    """The first version, who wrote it, and what is wrong with it; nothing may be sent yet."""
    made = studio.create(text="最佳{{staff_name}}").json()
    assert (made["version"], made["status"], made["author"]) == (1, "draft", "liming")
    assert (made["kind"], made["is_latest"], made["may_be_sent"]) == ("text", True, False)
    assert made["channels"] == ["customers", "groups"]
    assert [(one["severity"], one["code"], one["place"]) for one in made["lint"]] == [
        ("error", "forbidden_word", "text"),
        ("warning", "unused_variable", "variables.amount"),
        ("warning", "unused_variable", "variables.day"),
    ]
    assert "最佳" not in made["lint"][0]["zh"] and "最" in made["lint"][0]["zh"]
    assert "（绝对化用语，广告法第九条第三项）" in made["lint"][0]["zh"] and "(absolute claim)" in made["lint"][0]["en"]


def test_the_same_key_makes_one_item(studio: Studio) -> None:
    """A create whose answer was lost is asked again, also after the stored answer is gone."""
    body = {**TEXT, "text": "您好"}
    first = studio.author.post("/admin/v1/content-items", body, idempotency_key="one")
    again = studio.author.post("/admin/v1/content-items", body, idempotency_key="one")
    assert first.json() == again.json() and again.headers["idempotency-replayed"] == "true"
    from chalicelib.core.context import new_ctx

    new = shapes.NewContentItem(name="同一个", text="您好")
    made = [service.create(new_ctx("demo", "operator:liming", "r", "key:x", seed="x"), new) for _ in range(2)]
    assert made[0] == made[1]


MINI = {"kind": "miniprogram", "title": "t", "appid": "wx", "page": "p", "picture_id": "0" * 26}


@pytest.mark.parametrize("attachment", [None, LINK, MINI, {"kind": "image", "picture_id": "0" * 26}])
def test_the_kind_is_that_of_the_attachment_and_stays(studio: Studio, attachment: Any) -> None:
    """An edit with another attachment would be another item; one of the same kind is an edit."""
    made = studio.create(attachment=attachment).json()
    assert made["kind"] == (attachment["kind"] if attachment else "text")
    assert {**(made["attachment"] or {}), **(attachment or {})} == (made["attachment"] or {})
    other = None if attachment else LINK
    assert studio.edit(made["item_id"], 1, attachment=other).code == "KindIsFixed"
    assert studio.edit(made["item_id"], 1, attachment=attachment).status == 201


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ([{"name": "x", "type": "money", "fallback": "12"}], "whole number"),
        ([{"name": "x", "type": "money", "fallback": -1}], "must be at least ¥0"),
        ([{"name": "x", "type": "number", "fallback": 1.5}], "whole number"),
        ([{"name": "x", "type": "text"}], "“fallback” of “variables” 1 is missing"),
        ([{"name": "x", "type": "text", "fallback": ""}], "“fallback” of “variables” 1 is missing"),
        ([{"name": "x", "type": "text", "fallback": "三个字", "max_length": 2}], "fallback of x may have 2"),
        ([{"name": "x", "type": "text", "fallback": "🎁🎁", "max_length": 2}], "fallback of x may have 2"),
        ([{"name": "x", "type": "date", "fallback": "2026-02-30"}], "No calendar has this day"),
        ([{"name": "x", "type": "date", "fallback": "11月21日"}], "a day, such as"),
        (
            [{"name": "x", "type": "link", "fallback": "https://a.example/" + "x" * 200}],
            "fallback of x may have",
        ),
        ([{"name": "x", "type": "colour", "fallback": "red"}], "must be one of these"),
        ([{"name": "X", "type": "text", "fallback": "a"}], "small letters"),
        ([{"name": "x", "type": "text", "fallback": "a"}] * 2, "The name x is taken"),
        ([{"name": "staff_name", "type": "text", "fallback": "a"}], "The name staff_name is taken"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(studio: Studio, variables: Any, why: str) -> None:
    """Types, fallbacks and names are checked when they are declared, on an edit too; nothing is written."""
    item_id = studio.written()
    before = studio.rows(item_id)
    for answer in (studio.create(variables=variables), studio.edit(item_id, 1, variables=variables)):
        assert (answer.status, answer.code) in ((400, "InvalidBody"), (422, "BadVariables"))
        assert why in answer.json()["message_en"]
    assert studio.rows(item_id) == before


def test_an_edit_is_a_new_version_and_the_old_one_stays(studio: Studio) -> None:
    """Versions are numbered and never change; the newest comes first, and lint is of the newest."""
    item_id = studio.draft()
    first = studio.version(item_id)
    assert studio.edit(item_id, 1, text="第二版 {{nobody}}").json()["version"] == 2
    read = studio.owner.get(f"/admin/v1/content-items/{item_id}").json()
    assert [one["version"] for one in read["versions"]] == [2, 1] and read["latest"] == 2
    assert read["versions"][1] == {**first, "is_latest": False}
    assert [finding["code"] for finding in read["lint"]] == ["undeclared_variable"]


def test_the_second_of_two_editors_is_told(studio: Studio) -> None:
    """Both began from version 1: one is stored, the other hears which is the latest, and nothing of theirs is kept."""
    item_id = studio.draft()
    assert studio.edit(item_id, 1, text="甲").status == 201
    before = studio.rows(item_id)
    answer = studio.edit(item_id, 1, text="乙", by=studio.owner)
    assert (answer.status, answer.code, answer.json()["details"]) == (409, "EditedMeanwhile", {"latest": 2})
    assert "刷新" in answer.json()["message_zh"]
    assert studio.edit(item_id, 7, text="丙").code == "EditedMeanwhile"
    assert studio.rows(item_id) == before
    assert studio.edit(item_id, 2, text="丁").status == 201
    assert studio.edit(item_id, 1, text="乙").json()["details"] == {"latest": 3}


def test_an_edit_between_reading_and_writing_is_noticed(studio: Studio) -> None:
    """A rival edits right after the item was read: one version 2, and the loser hears which is the latest now."""
    item_id = studio.written()
    new = shapes.NewContentVersion(based_on=1, text="甲")
    rival = shapes.NewContentVersion(based_on=1, text="乙")
    with (
        between((store, "item"), (store, "edit"), lambda: service.edit(studio.ctx("zhangwei"), item_id, rival)),
        pytest.raises(EditedMeanwhile) as told,
    ):
        service.edit(studio.ctx("liming"), item_id, new)
    assert told.value.details == {"latest": 2}
    assert studio.version(item_id, 2)["text"] == "乙"


def test_an_edit_that_lost_its_answer_gets_it(studio: Studio) -> None:
    """The same request again is the same version, also when it has gone on since; another request is a conflict."""
    item_id = studio.written()
    ctx = studio.ctx("liming")
    new = shapes.NewContentVersion(based_on=1, text="甲")
    assert service.edit(ctx, item_id, new).version == 2
    studio.bring(item_id, "content_review", 2)
    again = service.edit(ctx, item_id, new)
    assert (again.version, again.status) == (2, "content_review")
    with pytest.raises(EditedMeanwhile):
        service.edit(studio.ctx("liming"), item_id, new)


def test_an_item_has_so_many_versions_and_no_more(studio: Studio) -> None:
    """A hundred, so that it can be read whole."""
    item_id = studio.written()
    with pytest.raises(TooManyVersions):
        service.edit(studio.ctx("liming"), item_id, shapes.NewContentVersion(based_on=100, text="甲"))
    assert studio.edit(item_id, 99).code == "EditedMeanwhile"


def test_an_unknown_item_is_not_found(studio: Studio) -> None:
    """Read, edited or previewed."""
    nobody = "/admin/v1/content-items/01JD0000000000000000000000"
    assert studio.owner.get(nobody).code == "UnknownContent"
    assert studio.owner.post(f"{nobody}/versions", {"text": "x", "based_on": 1}).code == "UnknownContent"
    assert studio.owner.post(f"{nobody}/versions/1/previews", {}).code == "UnknownContent"


def test_a_preview_shows_values_and_fallbacks(studio: Studio) -> None:
    """What is given, the fallback of what is not, and samples of what the sender supplies; nothing is stored."""
    item_id = studio.draft(attachment={**LINK, "title": "{{corp_name}} {{send_date}}"})
    before = studio.rows(item_id)
    path = f"/admin/v1/content-items/{item_id}/versions/1/previews"
    shown = studio.owner.post(path, {"values": {"amount": 1250, "staff_name": "小王"}}).json()
    assert shown["lint"] == [] and shown["channel"] == "customers"
    assert shown["messages"] == [
        {
            "text": {"content": "您好，我是小王。满¥12.50可用券，11月21日见。"},
            "attachments": [
                {
                    "msgtype": "link",
                    "link": {
                        "title": "品牌 wwdemo0000000001 11月21日",
                        "url": "https://m.example.com/w?a=1",
                        "desc": "到店可用",
                    },
                }
            ],
        }
    ]
    staff = studio.owner.post(path, {"channel": "staff"}).json()["messages"]
    assert [message["msgtype"] for message in staff] == ["text", "textcard"]
    assert "满¥100.00可用券" in staff[0]["text"]["content"]
    assert studio.rows(item_id) == before


def test_a_preview_tells_what_values_bring_in(studio: Studio) -> None:
    """Lint looks at the filled text; a value that does not fit is refused."""
    item_id = studio.draft(
        text="{{word}}", variables=[{"name": "word", "type": "text", "fallback": "好礼", "max_length": 4}]
    )
    path = f"/admin/v1/content-items/{item_id}/versions/1/previews"
    assert _lint(studio.owner.post(path, {"values": {"word": "国家级"}})) == [("error", "forbidden_word")]
    for values, why in (
        ({"word": "五个字以上"}, "word may have 4 characters"),
        ({"word": 5}, "word must be a text"),
        ({"other": "x"}, "declares no variable other"),
    ):
        answer = studio.owner.post(path, {"values": values})
        assert (answer.status, answer.code) == (422, "BadValues") and why in answer.json()["message_en"]


def test_a_preview_names_pictures_by_their_own_id(studio: Studio) -> None:
    """Nothing is uploaded to WeCom for looking at it."""
    picture_id = studio.picture(image())
    item_id = studio.draft(text="", attachment={"kind": "image", "picture_id": picture_id}, variables=[])
    shown = studio.owner.post(f"/admin/v1/content-items/{item_id}/versions/1/previews", {}).json()["messages"]
    assert shown == [{"attachments": [{"msgtype": "image", "image": {"media_id": picture_id}}]}]
    assert studio.stack.platform.ledger("media") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "国家级好物"}, "forbidden_word"),
        ({"text": ""}, "empty"),
        ({"text": "{{nobody}}"}, "undeclared_variable"),
        ({"attachment": {**LINK, "url": "http://m.example.com/"}}, "link_not_https"),
        ({"attachment": {"kind": "image", "picture_id": "0" * 26}}, "picture"),
    ],
)
def test_a_draft_with_errors_cannot_be_submitted(studio: Studio, changes: Any, code: str) -> None:
    """The refusal lists the errors with their places in both languages, and the draft stays a draft."""
    item_id = studio.draft(**{"variables": [], "text": "您好", **changes})
    answer = studio.take(item_id, "author", "submissions")
    assert (answer.status, answer.code) == (422, "LintErrors")
    (finding,) = answer.json()["details"]["lint"]
    assert [fault["path"] for fault in answer.json()["details"]["errors"]] == [finding["place"]]
    assert finding["code"] == code and finding["zh"] and finding["en"] and finding["place"]
    assert studio.version(item_id)["status"] == "draft"


def test_a_draft_with_warnings_may_be_submitted(studio: Studio) -> None:
    """They are shown to the reviewers."""
    item_id = studio.draft(text="最新款到店")
    answer = studio.take(item_id, "author", "submissions")
    assert answer.status == 200
    assert ("warning", "forbidden_word") in _lint(answer)
