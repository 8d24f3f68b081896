"""Saturday: a member found by name and tagged, an export, and what the audit says of the week."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Any

from chalicelib.exports.errors import ExportNotYours
from chalicelib.members.errors import UnknownMember
from local.stories.week.cast import BOSS, GU, HE, HUI, QIN, ZHOU, Week
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
    with week.step("看得到这位会员", "sees that member", HE, GU):
        week.does(HE, "GET", member, but=GU, why=UnknownMember)
        mine = week.sees(GU, "/admin/v1/members")["items"]
        tale.promise([one["name"] for one in mine] == [week.friends["竹"].name], f"hers: {mine}")


def take_out(week: Week) -> None:
    """A file of members, made for a purpose and opened by who made it alone."""
    tale, path = week.tale, "/admin/v1/exports"
    with week.step("导出会员表并打开", "exports the members of a store and opens the file", HE, HUI):
        which = {"store": week.stores[0].store_id}
        asked = {"kind": "members", "purpose": "service", "which": which}
        week.refused(QIN, "POST", path, asked)
        export = week.does(HE, "POST", path, asked, but=HUI)["export_id"]
        week.seen_at(f"{path}/{export}", export)
        tale.until(lambda: week.sees(HE, f"{path}/{export}")["state"] == "ready", "the file is ready", 60)
        week.refused(BOSS, "POST", f"{path}/{export}/links", why=ExportNotYours)
        link = week.says(HE, "POST", f"{path}/{export}/links")["url"]
        file = tale.stack.api.raw("GET", link)
        rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
        named = [row for row in rows if any(friend.name in row for friend in week.friends.values())]
        of_store = [one for name, one in week.friends.items() if name != "竹"]
        tale.promise(file.data.startswith(codecs.BOM_UTF8), "Excel and WPS open it as it is")
        tale.promise(len(named) == len(rows) - 1 == len(of_store), f"those of the store, and nobody else: {rows}")
        tale.note(" | ".join(rows[0]))
        tale.note(" | ".join(named[0]))


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
