"""Saturday: a member found by name and tagged, an export, and what the audit says of the week."""

from __future__ import annotations

from typing import Any

from chalicelib.members.errors import UnknownMember
from local.stories.week.cast import GU, HE, HUI, QIN, ZHOU, Week
from local.stories.week.leaving import at_wecom


def find(week: Week) -> None:
    """By name; the tag is put on at WeCom."""
    tale, name = week.tale, week.friends["梅"].name
    with week.step("按姓名找到会员并打标签", "finds a member by name and tags them", HE, QIN):
        group = {"name": f"关怀 {tale.mark[:4]}", "tags": [f"需回访 {tale.mark[:4]}"]}
        tag = week.does(ZHOU, "POST", "/admin/v1/tag-groups", group, but=HE)["tags"][0]["id"]
        path = f"/admin/v1/members?q={name.replace(' ', '%20')}"
        week.refused(QIN, "GET", path)
        (found,) = tale.until(lambda: week.sees(HE, path)["items"], "the name finds one member")
        member = week.ids["member"] = f"/admin/v1/members/{found['member_id']}"
        week.seen_at(member, found["member_id"])
        week.does(HE, "POST", f"{member}/tags", {"add": [tag]}, but=HUI)
        tale.until(lambda: tag in at_wecom(week, "梅", week.friends["梅"].userid), "the tag is on at WeCom", 60)
        tale.note(f"{found['name']} · {found['first_staff']['name']} · {found['first_code']}")
    with week.step("看不到别人的顾客", "has her own customers alone", HE, GU):
        week.does(HE, "GET", member, but=GU, why=UnknownMember)
        mine = week.sees(GU, "/admin/v1/members")["items"]
        tale.promise([one["name"] for one in mine] == [week.friends["竹"].name], f"hers: {mine}")


def look_back(week: Week) -> None:
    """The audit has the week: who changed the price from what to what, and who may read that."""
    tale = week.tale
    with week.step("查操作日志：谁改了价", "reads in the audit who changed the price", HUI, ZHOU):
        path = f"/admin/v1/acts?thing=product&thing_id={week.ids['product']}"
        week.refused(ZHOU, "GET", path)
        acts = tale.until(lambda: _changed(week, path), "the change of the price is in the audit")
        tale.promise([one["by"]["name"] for one in acts] == [ZHOU.name], f"by her: {acts}")
        tale.note(f"{acts[0]['by']['name']}：{acts[0]['sentence_zh']}")


def _changed(week: Week, path: str) -> list[dict[str, Any]]:
    """The acts that changed a price."""
    acts = week.sees(HUI, path)["items"]
    return [one for one in acts if any(part["field"] == "private_price" and part["before"] for part in one["changes"])]
