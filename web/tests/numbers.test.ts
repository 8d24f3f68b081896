import { expect, test } from "vitest";

import type { CountersMetric, CountersNumbers } from "@client";

import { drawingOf, marksOf } from "../src/console/numbers/drawing";
import { byHour, change, meaningOf, unknownIn } from "../src/console/numbers/figures";
import { groupsOf, kindsOf, namesOf } from "../src/console/numbers/metrics";
import { beforeOf, daysIn, spanOf } from "../src/console/numbers/ranges";
import { linesOf, sheetLines } from "../src/console/numbers/table";
import type { Question } from "../src/console/numbers/asked";

const TODAY = "2026-03-31";
const NONE = { since: "", until: "" };
const metric = (name: string, unit: CountersMetric["unit"] = "times"): CountersMetric => ({ metric: name, zh: name, en: name, unit, means_zh: "净核销的优惠券面额之和，单位分", means_en: "Sum, in fen" });
const figure = (value: number) => ({ value, p50_ms: null, p95_ms: null });
const answer = (since: string, until: string, values: Readonly<Record<string, number>>, counted_since: string | null, by: CountersNumbers["by"] = "day"): CountersNumbers => ({
  since,
  until,
  by,
  metrics: [metric("paid", "fen")],
  lines: Object.entries(values).map(([key, value]) => ({ key, name: by === "store" ? `店${key}` : "", figures: { paid: figure(value) } })),
  more: 0,
  as_of: "2026-03-31T02:00:00.000Z",
  of_name: "",
  recounted_until: null,
  counted_since,
});

test("ranges are whole days, but of today and this month", () => {
  expect(spanOf("yesterday", TODAY, NONE)).toEqual({ since: "2026-03-30", until: "2026-03-30" });
  expect(spanOf("7", TODAY, NONE)).toEqual({ since: "2026-03-24", until: "2026-03-30" });
  expect(spanOf("month", TODAY, NONE)).toEqual({ since: "2026-03-01", until: "2026-03-31" });
  expect(spanOf("own", TODAY, { since: "2026-02-30", until: TODAY })).toBeNull();
  expect(spanOf("own", TODAY, { since: TODAY, until: "2026-03-01" })).toBeNull();
});

test("days are held against as many before, a month against the last, a year against these very days", () => {
  const week = { since: "2026-03-24", until: "2026-03-30" };
  expect(beforeOf(week, "7", "before")).toEqual({ since: "2026-03-17", until: "2026-03-23" });
  expect(beforeOf({ since: "2026-03-01", until: TODAY }, "month", "before")).toEqual({ since: "2026-02-01", until: "2026-02-28" });
  expect(beforeOf({ since: "2024-02-29", until: "2024-02-29" }, "own", "year")).toEqual({ since: "2023-02-28", until: "2023-02-28" });
  expect(daysIn({ since: "2026-02-27", until: "2026-03-01" })).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});

test("a difference is told in words and per cent, where a share says something", () => {
  expect(change(metric("adds"), 12, 10, "前 7 天")).toBe("比前 7 天多 2（20%）");
  expect(change(metric("paid", "fen"), 1000, 4000, "前一天")).toBe("比前一天少 ¥30（75%）");
  expect(change(metric("adds"), 3, 3, "前一天")).toBe("与前一天持平");
  expect(change(metric("adds"), 3, 0, "前一天")).toBe("比前一天多 3（前一天为 0）");
  expect(change(metric("net_adds"), 3, -2, "前一天")).toBe("比前一天多 5");
  expect(meaningOf(metric("discount", "fen"))).toBe("净核销的优惠券面额之和");
});

test("who acts for a part of the corp is offered what is told of it", () => {
  expect(groupsOf("all")).toEqual(["acquire", "welcomes", "coupons", "orders", "posts"]);
  expect(groupsOf("staff")).toEqual(["acquire", "welcomes", "coupons", "posts"]);
  expect(kindsOf("coupons", "store")).toEqual(["store", "staff"]);
  expect(namesOf("acquire", "store")).toEqual(["visits", "adds", "half_adds"]);
  expect(namesOf("posts", "all", "staff")).toEqual(["posts_confirmed", "posts_delivered"]);
});

test("days before anything was counted are unknown, not none, in the table and in a file", () => {
  const question: Question = {
    group: "orders", range: "7", against: "before", by: "day", bys: ["day"], names: ["paid"], columns: ["paid"], drawn: "paid",
    of: "", kind: null, own: NONE, span: NONE, before: NONE,
  };
  const days = answer("2026-03-29", "2026-03-30", { "2026-03-29": 0, "2026-03-30": 150 }, "2026-03-30");
  const past = answer("2026-03-27", "2026-03-28", { "2026-03-27": 0, "2026-03-28": 0 }, "2026-03-30");
  const view = { question, days, past, split: null, splitPast: null, trouble: null };
  expect(unknownIn(days)).toBe(1);
  expect(linesOf(view).map((line) => [line.label, line.values, line.before])).toEqual([["03/29 周日", [null], [null]], ["03/30 周一", [150], [null]]]);
  expect(sheetLines(view, "前 2 天")).toEqual([["日期", "paid", "paid（前 2 天）"], ["2026-03-29", "", ""], ["2026-03-30", "1.50", ""]]);
  const split = answer("2026-03-30", "2026-03-30", { a: 100, b: 300 }, "2026-01-01", "store");
  const byStore = { ...view, question: { ...question, by: "store" as const }, split, splitPast: answer("2026-03-29", "2026-03-29", { a: 50 }, "2026-01-01", "store") };
  expect(sheetLines(byStore, "前一天").slice(1)).toEqual([["店b", "b", "3.00", "0.00"], ["店a", "a", "1.00", "0.50"]]);
});

test("the same hour of several days is one", () => {
  const hours = byHour(answer("2026-03-29", "2026-03-30", { "2026-03-29T10": 2, "2026-03-30T10": 3, "2026-03-30T11": 1 }, null, "hour"));
  expect([hours.length, hours[10]?.figures["paid"]?.value, hours[11]?.figures["paid"]?.value]).toEqual([24, 5, 1]);
});

test("what is drawn stands on zero, below it what is less, and where nothing is known nothing", () => {
  const drawing = drawingOf([null, 3, -1], [null, null, null]);
  expect([drawing.most, drawing.least, drawing.zero, drawing.unknown]).toEqual([3, -1, 75, 1]);
  expect(drawing.bars.map((bar) => [bar.y, bar.height])).toEqual([[0, 75], [75, 25]]);
  expect(drawing.now).toBe("M1.5 0 L2.5 100");
  expect(marksOf(Array.from({ length: 31 }, (_, day) => ({ label: `${day} x` }))).length).toBeLessThanOrEqual(12);
});
