import { expect, test } from "vitest";

import { bodyOf, draftOf, saidOf } from "../src/console/losses/alerts";
import { alarmsIn, howSent, keptFor, keyOf, pageOf } from "../src/console/losses/telling";

const sent = { said: "side_bar", sending: "content", about: "c1", name: "到店" } as const;
const problem = { about: "li", at: "", code: "ManyDeleted", en: "", errcode: 0, remedy: "nothing", zh: "" } as const;
const loss = (member: string, at: string, changes: object = {}) => ({
  at, back_at: null, by: "staff" as const, days_kept: 3, first_code: "", first_code_name: "", last_message: null, member: { member_id: member, name: "" },
  problem: null, staff: { userid: "li", name: "李" }, store: "", store_id: "", ...changes,
});

test("what was sent last leads to its page, for whoever may see it and while it is there", () => {
  const everybody = () => true;
  expect(pageOf(sent, everybody)).toBe("/content/c1");
  expect(pageOf({ ...sent, sending: "coupon" }, everybody)).toBe("/coupons/c1");
  expect(pageOf({ ...sent, said: "script" }, everybody)).toBe("/scripts/c1");
  expect(pageOf({ ...sent, said: "post", sending: "post" }, (right) => right !== "posts.read")).toBe("");
  expect(pageOf({ ...sent, name: "" }, everybody)).toBe("");
  expect([howSent(sent), howSent({ ...sent, sending: "coupon" })]).toEqual(["侧边栏", "侧边栏发券"]);
});

test("how long somebody stayed is said in days, also less than one and none that are known", () => {
  expect([keptFor(3), keptFor(0), keptFor(null)]).toEqual(["留了 3 天", "不到 1 天", "不知道何时添加"]);
});

test("an alarm is told whole once a day and person, days being the corp's", () => {
  const all = [loss("a", "2026-11-26T17:00:00Z", { problem }), loss("b", "2026-11-26T16:30:00Z", { problem }), loss("c", "2026-11-26T15:00:00Z", { problem }), loss("d", "2026-11-26T14:00:00Z")];
  expect([...alarmsIn(all)]).toEqual([all[0], all[2]].map((one) => (one ? keyOf(one) : "")));
});

test("alerts are kept as they are said, and no alarm is none a day", () => {
  expect(bodyOf(draftOf({ alert: "each", deletions: 5 }))).toEqual({ alert: "each", deletions: 5 });
  expect(bodyOf({ ...draftOf({ alert: "off", deletions: 0 }) })).toEqual({ alert: "off", deletions: 0 });
  expect(draftOf({ alert: "off", deletions: 0 }).deletions).toBe(20);
  expect(saidOf(draftOf({ alert: "daily", deletions: 20 }))).toBe("有人流失，次日早上 9 点汇总提醒；一名员工一天删除满 20 位客户，马上告警。");
});
