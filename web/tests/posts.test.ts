import { beforeEach, expect, test } from "vitest";

import type { PostsPost, PostsRecurring } from "@client";

import { aimOf } from "../src/console/posts/aimed";
import { audienceOf, beginningOn, bodyOf, draftOf, editOf, meansSomebody, valued, type Variable } from "../src/console/posts/draft";
import { monthAfter, monthOf, weeksOf } from "../src/console/posts/month";
import { heldUntil, nextTimes, recurringOf, repeatFrom, repeatInWords, repeatOf, type Repeat } from "../src/console/posts/repeating";
import { dayInWords, percent, reasonsOf, timeOf } from "../src/console/posts/said";
import { speak } from "../src/words";

// Friday, 18:00 in Shanghai.
const NOW = new Date("2026-11-27T10:00:00Z");
const WEEKLY: Repeat = { every: "week", interval: 1, weekdays: [0, 2], monthday: 23, clock: "09:00", since: "2026-11-23", until: "" };

beforeEach(() => {
  Object.assign(globalThis, { document: { documentElement: { lang: "" } } });
  speak("zh");
});

test("a rule is made of plain choices, and read back into them", () => {
  expect(recurringOf(WEEKLY)).toEqual({ kind: "recurring", rrule: "FREQ=WEEKLY;BYDAY=MO,WE", starts_at: "2026-11-23T09:00", until: null, tz: "Asia/Shanghai" });
  const monthly: Repeat = { every: "month", interval: 2, weekdays: [0], monthday: 0, clock: "10:30", since: "2026-11-30", until: "2027-06-30" };
  expect(recurringOf(monthly).rrule).toBe("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1");
  for (const one of [WEEKLY, monthly]) expect(repeatOf(recurringOf(one))).toEqual(one);
  const daily = repeatOf({ kind: "recurring", rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=5", starts_at: "2026-11-27T00:00" });
  expect([daily?.every, daily?.clock]).toEqual(["day", "08:05"]);
});

test("a post on a day of the calendar begins at a time that is still to come", () => {
  expect(beginningOn("2026-11-30", NOW)).toEqual({ when: "once", at: "2026-11-30T10:00" });
  expect(beginningOn("2026-11-27", NOW)).toEqual({ when: "once", at: "2026-11-27T19:00" });
  expect(beginningOn("2026-11-27", new Date("2026-11-26T22:00:00Z")).at).toBe("2026-11-27T10:00");
  expect(beginningOn("2026-11-27", new Date("2026-11-27T15:20:00Z")).when).toBe("now");
});

test("a rule that says more than the choices can is kept as it is", () => {
  const rule = (rrule: string, more: Partial<PostsRecurring> = {}): PostsRecurring => ({ kind: "recurring", rrule, starts_at: "2026-11-23T09:00", ...more });
  for (const rrule of ["FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,18"]) expect(repeatOf(rule(rrule))).toBeNull();
  expect(repeatOf(rule("FREQ=DAILY", { tz: "Asia/Tokyo" }))).toBeNull();
  expect(repeatOf(rule("FREQ=DAILY", { until: "2026-12-01T08:00" }))).toBeNull();
});

test("the next times are those of the rule, later than now, up to its end", () => {
  const days = (repeat: Repeat): string[] => nextTimes(repeat, 4, NOW).map((at) => timeOf(at, NOW));
  expect(days(WEEKLY)).toEqual(["11月30日 周一 09:00", "12月2日 周三 09:00", "12月7日 周一 09:00", "12月9日 周三 09:00"]);
  expect(days({ ...WEEKLY, interval: 2, weekdays: [0] })).toEqual(["12月7日 周一 09:00", "12月21日 周一 09:00", "2027 1月4日 周一 09:00", "2027 1月18日 周一 09:00"]);
  expect(days({ ...WEEKLY, every: "day", clock: "18:01", until: "2026-11-28" })).toEqual(["今天 18:01", "明天 18:01"]);
  expect(days({ ...WEEKLY, every: "month", monthday: 31 })).toEqual(["12月31日 周四 09:00", "2027 1月31日 周日 09:00", "2027 3月31日 周三 09:00", "2027 5月31日 周一 09:00"]);
  expect(days({ ...WEEKLY, every: "month", monthday: 0 })[2]).toBe("2027 1月31日 周日 09:00");
  expect(days({ ...WEEKLY, weekdays: [] })).toEqual([]);
});

test("a rule is told in words", () => {
  expect(repeatInWords(WEEKLY)).toBe("每周一、周三 09:00");
  expect(repeatInWords({ ...WEEKLY, interval: 2 })).toBe("每 2 周的周一、周三 09:00");
  expect(repeatInWords({ ...WEEKLY, every: "day" })).toBe("每天 09:00");
  expect(repeatInWords({ ...WEEKLY, every: "month", monthday: 0 })).toBe("每月最后一天 09:00");
  speak("en");
  expect(repeatInWords({ ...WEEKLY, interval: 2 })).toBe("Every 2 weeks on Mon, Wed 09:00");
});

test("quiet hours hold what falls into them, over midnight too", () => {
  const night = { from: "21:30", to: "08:00" };
  expect(["22:00", "07:59", "08:00", "21:29"].map((clock) => heldUntil(clock, night))).toEqual(["08:00", "08:00", "", ""]);
  expect(["13:00", "12:00"].map((clock) => heldUntil(clock, { from: "12:30", to: "14:00" }))).toEqual(["14:00", ""]);
  expect(heldUntil("23:00", null)).toBe("");
});

test("a month is whole weeks from Monday on", () => {
  const weeks = weeksOf("2026-11");
  expect([weeks.length, weeks[0]?.[0]?.day, weeks.at(-1)?.at(-1)?.day]).toEqual([6, "2026-10-26", "2026-12-06"]);
  expect(weeksOf("2027-02").length).toBe(4);
  expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1), monthOf("rubbish", NOW), monthOf("2026-13", NOW), monthOf("2027-02", NOW)]).toEqual(["2027-01", "2025-12", "2026-11", "2026-11", "2027-02"]);
});

test("an audience is what was chosen, and only that", () => {
  const draft = draftOf(null, String, NOW);
  Object.assign(draft, { anyTags: [{ id: "会员", name: "会员" }], stages: ["buyer"] });
  expect(audienceOf(draft)).toEqual({ channel: "customers" });
  expect(audienceOf({ ...draft, isEverybody: false })).toMatchObject({ any_tags: ["会员"], stages: ["buyer"], staff: [] });
  expect(meansSomebody({ ...draft, channel: "groups" })).toBe(false);
  expect(audienceOf({ ...draft, channel: "groups", owners: [{ id: "ming", name: "明" }] })).toEqual({ channel: "groups", owners: ["ming"] });
  expect(aimOf({ channel: "customers", any_tags: ["会员"], stages: ["buyer"] }, String)).toEqual(["有任一标签：会员", "已购买"]);
  expect(aimOf({ channel: "customers" }, String)).toEqual(["全部顾客"]);
});

test("values are sent where somebody typed one, in the type that the content has", () => {
  const variables: Variable[] = [
    { name: "off", type: "money", fallback: 2000 },
    { name: "until", type: "date", fallback: "2026-12-01" },
    { name: "word", type: "text", fallback: "好茶" },
  ];
  const draft = { ...draftOf(null, String, NOW), itemId: "item", version: 2, values: { off: "1950", until: "", word: "", gone: "x" } };
  expect(bodyOf(draft, variables, NOW).content).toEqual({ item_id: "item", version: 2, values: { off: 1950 } });
  expect(valued(variables, draft.values).map((one) => one.fallback)).toEqual([1950, "2026-12-01", "好茶"]);
});

test("what is sent now has a moment ahead, and a moment that nobody touched stays as it was", () => {
  const draft = { ...draftOf(null, String, NOW), when: "now" as const };
  expect(bodyOf(draft, [], NOW).schedule).toEqual({ kind: "once", at: "2026-11-27T10:01:00.000Z" });
  expect(bodyOf({ ...draft, when: "once", at: "2026-11-28T10:00" }, [], NOW).schedule).toEqual({ kind: "once", at: "2026-11-28T10:00:00+08:00" });
  const seen = { name: "周末", channel: "customers", audience: { channel: "customers" }, content: { item_id: "i", version: 1, values: {} }, schedule: { kind: "once", at: "2026-11-28T02:00:30.000Z" }, stores: [], coupon_template_id: "", revision: 3 };
  const post = seen as unknown as PostsPost;
  expect(editOf(draftOf(post, String, NOW), [], post)).toMatchObject({ schedule: seen.schedule, revision: 3, name: "周末" });
  expect(repeatFrom(NOW)).toMatchObject({ since: "2026-11-28", weekdays: [5] });
});

test("times, shares and reasons are said as people say them", () => {
  expect([dayInWords("2026-11-27", NOW), dayInWords("2026-11-28", NOW), dayInWords("2026-11-29", NOW), dayInWords("2027-01-01", NOW)]).toEqual(["今天", "明天", "11月29日 周日", "2027 1月1日 周五"]);
  expect([percent(1, 3), percent(1, 1000), percent(0, 9), percent(1, 0)]).toEqual(["33%", "<1%", "0%", ""]);
  expect(reasonsOf({ delivered: 9, quota: 1, wecom_41048: 3, NotApproved: 2, TooBusy: 1, refused: 0 })).toEqual([
    { reason: "企业微信拒绝了任务（41048）", count: 3 },
    { reason: "任务未能发出，原因见员工任务", count: 3 },
    { reason: "已达企业微信接收上限", count: 1 },
  ]);
});
