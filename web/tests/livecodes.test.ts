import { expect, test } from "vitest";

import type { LivecodesCodesPreview, LivecodesLiveCode } from "@client";

import { bodyOf, copyOf, draftOf, rebased } from "../src/console/livecodes/draft";
import { fieldName } from "../src/console/livecodes/fields";
import { isDrawn, labelAt } from "../src/console/livecodes/printing";
import { filled, placeAt, readable, sent, stretchesOf } from "../src/console/livecodes/said";
import { countsOf, doneBy, linesOf, template } from "../src/console/livecodes/sheet";

const way = (userid: string, is_paused = false) => ({ userid, name: userid, weight: 1, config_id: "", qr_code: "", problem: null, is_paused });
const CODE: LivecodesLiveCode = {
  code: "c1",
  name: "门口立牌",
  state: "open",
  status: "ready",
  entry_url: "",
  qr_svg: "",
  qr_png: "",
  tag_ids: ["t1"],
  welcome: { text: "您好", attachments: [{ msgtype: "image", picture_id: "p" }] },
  welcome_hours: [{ since: "22:00", until: "08:00", welcome: { text: "打烊了" } }],
  coupon_template_id: "k1",
  store_id: "s1",
  store_name: "静安店",
  contact_ways: [way("li"), way("wang", true)],
  old_ways: [],
  revision: 3,
  created_at: "",
  created_by: null,
  edited_at: null,
  edited_by: null,
  problem: null,
  welcome_problem: null,
};

test("a form that nobody touched says what the live code says", () => {
  const { staff, ...same } = bodyOf(draftOf(CODE), CODE);
  expect(same).toEqual({
    name: CODE.name,
    welcome: CODE.welcome,
    welcome_hours: CODE.welcome_hours,
    tag_ids: ["t1"],
    store_id: "s1",
    coupon_template_id: "k1",
  });
  expect(staff.map((one) => one.userid)).toEqual(["li", "wang"]);
});

test("a copy has its own name, the pictures of the other, and nobody who is away", () => {
  const copy = bodyOf(copyOf(CODE, "二店立牌"), CODE);
  expect([copy.name, copy.staff.map((one) => one.userid), copy.welcome.attachments?.length]).toEqual(["二店立牌", ["li"], 1]);
});

test("a welcome that content gives stays as it is", () => {
  const given = { ...CODE, welcome: { content: { item_id: "i1", version: 2 } } };
  expect(bodyOf({ ...draftOf(given), text: "别的" }, given).welcome).toEqual(given.welcome);
});

test("after somebody else's change what was typed stays, and the rest is new", () => {
  const typed = { ...draftOf(CODE), name: "我改的" };
  const now = rebased(typed, CODE, { ...CODE, name: "别人改的", store_id: "s2" });
  expect([now.name, now.store]).toEqual(["我改的", "s2"]);
});

test("variables are read as people name them, and sent as the server does", () => {
  expect(readable("您好，{{customer_name}}")).toBe("您好，{客户昵称}");
  expect(sent("您好，{客户昵称}，{不认识}")).toBe("您好，{{customer_name}}，{不认识}");
  expect(filled("{{staff_name}} · {{corp_name}}", { customer_name: "", staff_name: "李丽", corp_name: "溪雨", send_date: "" })).toBe("李丽 · 溪雨");
});

test("at which hour which welcome is said, past midnight too", () => {
  const spans = [{ since: "22:00", until: "08:00" }, { since: "12:00", until: "13:00" }];
  expect([23 * 60, 7 * 60 + 59, 8 * 60, 12 * 60, 13 * 60].map((at) => placeAt(spans, at))).toEqual([0, 0, -1, 1, -1]);
  expect(stretchesOf(spans).map(({ from, to, place }) => [from / 60, to / 60, place])).toEqual([[0, 8, 0], [8, 12, -1], [12, 13, 1], [13, 22, -1], [22, 24, 0]]);
  expect(stretchesOf([{ since: "", until: "09:00" }])).toEqual([{ from: 0, to: 1440, place: -1 }]);
});

const SEEN: LivecodesCodesPreview = {
  file: "f",
  encoding: "utf-8",
  lines: 4,
  good: 1,
  wrong: [
    { line: 3, field: "员工", zh: "没有这个员工。", en: "Nobody.", name: "二店", code: null },
    { line: 3, field: "门店", zh: "没有这家店。", en: "No store.", name: "二店", code: null },
    { line: 4, field: "", zh: "此行已导入过。", en: "Before.", name: "三店", code: "c3" },
  ],
  to_make: [{ line: 2, name: "一店", staff: [], tags: [], store_name: "", welcome: "您好", coupon_template_id: "", coupon_name: "" }],
};

test("each line of a table stands once, with all that is wrong with it", () => {
  const lines = linesOf(SEEN);
  expect(lines.map((one) => [one.line, one.fate, one.reasons.length, one.code])).toEqual([[2, "made", 0, ""], [3, "wrong", 2, ""], [4, "before", 1, "c3"]]);
  expect(countsOf(lines)).toEqual({ made: 1, before: 1, wrong: 1 });
});

test("columns are called what operators call them, and the template has them", () => {
  expect([fieldName("标签、门店"), fieldName("")]).toEqual(["标签、门店", "整行"]);
  expect(template().split("\r\n")[0]).toBe("\ufeff名称,员工,欢迎语,标签,门店,优惠券");
});

test("a label is asked for as it was chosen, in a size that is drawn", () => {
  expect(labelAt("c1", "svg", { size: 80, caption: false })).toBe("/admin/v1/live-codes/c1/print?form=svg&size_mm=80&caption=false");
  expect([19, 20, 50.5, 150, 151].map(isDrawn)).toEqual([false, true, false, true, false]);
});

test("what was there before is no failure of an import, and one of an earlier release says no more than it knows", () => {
  expect(doneBy({ result: '{"made":3,"before":2}', done: 5, failed: 1 })).toEqual({ made: 3, before: 2, wrong: 1 });
  expect(doneBy({ result: "", done: 3, failed: 3 })).toEqual({ made: 3, before: 0, wrong: 3 });
});
