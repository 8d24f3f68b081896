import { expect, test } from "vitest";

import { change } from "../src/console/today/change";
import { daysOf, short } from "../src/ui/days";
import { clock } from "../src/ui/moments";

test("a day without anything is a day, and what was taken back later is no less than nothing", () => {
  const figure = (value: number) => ({ value, p50_ms: null, p95_ms: null });
  const days = daysOf({
    since: "2026-11-29",
    until: "2026-12-01",
    by: "day",
    metrics: [],
    lines: [{ key: "2026-11-30", name: "", figures: { claims: figure(3), net_redemptions: figure(-1) } }],
    more: 0,
    as_of: "",
    recounted_until: null,
    of_name: "",
    counted_since: null,
  }, ["claims", "net_redemptions"]);
  expect(days).toEqual([
    { day: "2026-11-29", values: [0, 0] },
    { day: "2026-11-30", values: [3, 0] },
    { day: "2026-12-01", values: [0, 0] },
  ]);
});

test("a day is said short, a moment of today by its clock alone", () => {
  expect(short("2026-11-29")).toBe("11/29");
  const now = new Date("2026-11-27T02:00:00Z");
  expect(clock("2026-11-27T01:41:00Z", now)).toBe("09:41");
  expect(clock("2026-11-26T15:59:00Z", now)).toBe("11/26 23:59");
  expect(clock("", now)).toBe("");
});

test("a change is said in words, of money in yuan, and none where there is nothing to compare with", () => {
  expect(change("adds", 5, 5)).toBe("与上周同日持平");
  expect(change("adds", 1234, 1000)).toBe("比上周同日多 234（1,000）");
  expect(change("paid", 1000, 3550)).toBe("比上周同日少 ¥25.50（¥35.50）");
  expect(change("visits", 3, 0)).toBe("上周同日为 0");
});
