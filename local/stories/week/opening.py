"""Monday: staff from the directory, roles with scopes, three stores and thirty live codes from tables."""

from __future__ import annotations

from functools import partial
from typing import Any

from chalicelib.core.errors import NotAnOperator
from chalicelib.livecodes.errors import UnknownLiveCode
from local import demo
from local.stories.week.cast import BOSS, GU, HE, HIRED, HUI, LAN, LIN, QIN, SONG, TANG, WU, YU, ZHOU, Store, Week
from local.web import POOL

STORES = (Store("SH01", "静安店", "华东"), Store("SH02", "徐汇店", "华东"), Store("CD01", "成都店", "西南"))
WRONG, RIGHT = "tangming", TANG.userid
STORE_SHEET = """编号,名称,区域,地址,营业时间,店长,员工,核销店员
SH01,静安店,华东,南京西路 1266 号,周一至周日 10:00-22:00,{manager},lanyue,
SH02,徐汇店,华东,天钥桥路 133 号,周一至周五 10:00-22:00；周六、周日 09:30-22:30,,guqing,yubo
CD01,成都店,西南,红星路三段 1 号,每天 10:00-22:00,,,qinlang
"""
# Who stands behind the ten codes of each store.
BEHIND = {"SH01": (TANG, LAN), "SH02": (GU,), "CD01": (QIN,)}
PLACES = ("门口立牌", "收银台", "试衣间", "橱窗", "海报", "手提袋", "包裹卡", "会员册", "吊牌", "小票")
WELCOME = "您好，我是{{staff_name}}，欢迎光临溪雨茶铺。"
SUPERVISOR = ("stores.read", "livecodes.read", "members.read", "orders.read")
MANAGER = ("stores.read", "livecodes.read", "livecodes.edit", "members.read", "members.tag", "counters.see")


def hire(week: Week) -> None:
    """Ten people in WeCom's directory, which is read; who has no role yet is told whom to ask."""
    tale, corp = week.tale, week.tale.stack.corp
    with tale.step(
        "十位同事在企业微信通讯录里，王店长同步；吴帆没有角色，登录不了",
        "ten colleagues are in WeCom's directory, which Wang reads; Wu has no role and cannot sign in",
    ):
        staff = demo.STAFF | {who.userid: who.name for who in HIRED}
        tale.stack.sandbox.put(f"/corps/{corp.corp_id}", demo.at_wecom(tale.stack.places, corp, staff=staff))
        week.job(week.says(BOSS, "POST", "/admin/v1/staff-reconciles", {})["job_id"], BOSS)
        listed = {one["userid"]: one["name"] for one in week.sees(BOSS, "/admin/v1/staff?limit=100")["items"]}
        tale.promise({who.userid: who.name for who in HIRED}.items() <= listed.items(), f"all are known: {listed}")
        code = tale.stack.sandbox.post(f"/corps/{corp.corp_id}/staff/{WU.userid}/oauth-code", status=200)["code"]
        told = tale.stack.api.post("/admin/v1/sessions", {"corp": demo.KEY, "code": code}, status=403)
        tale.promise((told["code"], told["message_zh"]) == ("NotAnOperator", NotAnOperator.zh), f"why: {told}")
        tale.note(f"✋ {WU.name} {WU.en}：{told['message_zh']}")
        week.seen_at(f"/admin/v1/staff/{ZHOU.userid}", ZHOU.userid)


def give_roles(week: Week) -> None:
    """Shipped roles, and two of the brand's own."""
    tale = week.tale
    with week.step("分配角色，再建“华东督导”“店长”两个", "gives roles, and makes two of the brand's own", BOSS, LIN):
        for who in (ZHOU, LIN, HUI, HE, GU, LAN, YU, QIN):
            given = week.says(BOSS, "PUT", f"/admin/v1/operators/{who.userid}", {"role": who.role})
            tale.promise(given["role"] == who.role, f"{who.en} is {who.role}")
        week.refused(LIN, "PUT", f"/admin/v1/operators/{WU.userid}", {"role": "owner"})
        for name, title, rights in (("supervisor", "区域督导", SUPERVISOR), ("manager", "店长", MANAGER)):
            body = {"name": f"{title} {tale.mark[:4]}", "rights": list(rights)}
            week.roles[name] = week.does(BOSS, "POST", "/admin/v1/roles", body, but=ZHOU)["role"]


def open_stores(week: Week) -> None:
    """Three stores from a table: looked at first, one line mended, then imported."""
    tale, path = week.tale, "/admin/v1/store-imports"
    with week.step(
        "用表格导入三家门店，预览时改正一行", "imports three stores, and mends a line in the preview", ZHOU, HE
    ):
        sheet = {"csv": STORE_SHEET.format(manager=WRONG), "preview": True}
        tried = week.job(week.does(ZHOU, "POST", path, sheet, but=HE)["job_id"])
        (reject,) = week.sees(ZHOU, f"/admin/v1/jobs/{tried['job_id']}/rejects")["items"]
        tale.promise(tried["failed"] == 1 and WRONG in str(reject), f"the line and why: {reject}")
        tale.note(f"第 {reject['line']} 行：{reject['reason_zh']}")
        sheet = {"csv": STORE_SHEET.format(manager=RIGHT), "preview": False}
        done = week.job(week.says(ZHOU, "POST", path, sheet)["job_id"])
        tale.promise((done["done"], done["failed"]) == (3, 0), f"three stores: {done}")
        found = {one["number"]: one for one in week.sees(ZHOU, "/admin/v1/stores")["items"]}
        for store in STORES:
            week.stores.append(Store(store.number, store.name, store.region, found[store.number]["store_id"]))
            week.seen_at(f"/admin/v1/stores/{week.stores[-1].store_id}", week.stores[-1].store_id)


def bound(week: Week) -> None:
    """The supervisor sees the stores of a region; a manager's role is bound to a store."""
    tale, (jingan, xuhui, chengdu) = week.tale, week.stores
    with week.step(
        "限定范围：督导看华东，店长管静安", "bounds roles: a region for one, a store for another", BOSS, HUI
    ):
        for who, scope in (
            (SONG, {"kind": "regions", "of": ["华东"]}),
            (TANG, {"kind": "stores", "of": [jingan.store_id]}),
        ):
            body = {"role": week.roles[who.role], "scope": scope}
            week.does(BOSS, "PUT", f"/admin/v1/operators/{who.userid}", body, but=HUI)
        seen = {one["store_id"] for one in week.sees(SONG, "/admin/v1/stores")["items"]}
        tale.promise(seen == {jingan.store_id, xuhui.store_id}, f"the supervisor sees the stores of the east: {seen}")
        tale.promise(chengdu.store_id not in seen, "and of no other region")


def print_codes(week: Week) -> None:
    """Thirty live codes from a table, each ready and of its store."""
    tale, path = week.tale, "/admin/v1/live-code-imports"
    with week.step("用表格导入三十个活码", "imports thirty live codes", ZHOU, SONG):
        tag = {"name": f"渠道 {tale.mark[:4]}", "tags": [f"门店 {tale.mark[:4]}"]}
        week.ids["tag"] = week.does(ZHOU, "POST", "/admin/v1/tag-groups", tag, but=HE)["tags"][0]["id"]
        upload = week.does(ZHOU, "POST", f"{path}/uploads", but=SONG)
        fields = {**upload["fields"], "file": ("codes.csv", _codes(week).encode("gb18030"), "text/csv")}
        stored = POOL.request("POST", upload["url"], fields=fields)
        tale.promise(stored.status in (200, 201, 204), f"the table is uploaded: {stored.status}")
        seen = week.says(ZHOU, "POST", f"{path}/previews", {"file": upload["file"]})
        tale.promise((seen["good"], seen["wrong"]) == (30, []), f"nothing is wrong with it: {seen}")
        done = week.job(week.says(ZHOU, "POST", path, {"file": upload["file"]})["job_id"])
        tale.promise((done["done"], done["failed"]) == (30, 0), f"thirty are made: {done}")
        batch = done["job_id"]
        made = week.sees(ZHOU, f"/admin/v1/live-codes?batch={batch}&limit=100")["items"]
        tale.promise(len(made) == 30 and all(one["created_by"]["name"] == ZHOU.name for one in made), "by her")
        week.codes = {one["name"]: one for one in made}
        theirs = week.sees(SONG, f"/admin/v1/live-codes?batch={batch}&limit=100")["items"]
        tale.promise(len(theirs) == 20, f"the supervisor sees those of the east: {len(theirs)}")
        code = week.code("CD01")
        week.refused(SONG, "GET", f"/admin/v1/live-codes/{code}", why=UnknownLiveCode)
        week.seen_at(f"/admin/v1/live-codes/{code}", code)
    with tale.step("顾客扫码：页面写明门店与顾问", "a customer's page says which store and who"):
        code = week.code("SH01", TANG)
        tale.until(lambda: _is_ready(week, code), "WeCom has made its contact way", 60)
        page = week.page(code)
        tale.promise("静安店" in page and TANG.name in page, "the store and the adviser are on it")


def all_work(week: Week) -> None:
    """WeCom has made the contact way of each code, one after the other."""
    tale = week.tale
    with tale.step("三十个活码的“联系我”都已生成", "WeCom has made the contact ways of all thirty codes"):
        for one in week.codes.values():
            tale.until(partial(_is_ready, week, one["code"]), "WeCom has made the code's contact way", 60)


def _codes(week: Week) -> str:
    lines = ["名称,员工,标签,门店,欢迎语"]
    for number, people in BEHIND.items():
        for place, what in enumerate(PLACES):
            who, mark = people[place % len(people)], week.tale.mark[:4]
            lines.append(f"{number} {what} {mark},{who.userid},门店 {mark},{number},{WELCOME}")
    return "\r\n".join(lines)


def _is_ready(week: Week, code: str) -> bool:
    found: dict[str, Any] = week.sees(ZHOU, f"/admin/v1/live-codes/{code}")
    return bool(found["status"] == "ready")
