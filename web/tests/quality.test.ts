import { expect, test } from "vitest";

import type { QualityQuality } from "@client";

import { linesOf, minutes, missingOf, nameOf, percent, sheetLines, worstOf } from "../src/console/quality/reading";

const one = (userid: string, changes: Partial<QualityQuality> = {}): QualityQuality => ({
  staff: { userid, name: "" }, store_id: null, store_name: "", day: null, days: 2, missing_days: [], chats: 10, messages: 20, reply_percent: 90,
  first_reply_minutes: 5, negative_feedback: 0, new_applies: 0, new_contacts: 1, ...changes,
});
const answer = (items: QualityQuality[], by: "staff" | "day" | "store" = "staff") => ({ by, items, since: "2026-11-24", until: "2026-11-26", missing_days: [], read_until: null, definitions: [] });

test("the worst comes first, and whoever has no figure last", () => {
  const all = [one("well"), one("none", { reply_percent: null, first_reply_minutes: null }), one("least", { reply_percent: 10 }), one("late", { first_reply_minutes: 200 })];
  expect(linesOf(answer(all), "replied").map(nameOf)).toEqual(["least", "late", "well", "none"]);
  expect(linesOf(answer(all), "slow").map(nameOf)[0]).toBe("late");
  expect(worstOf(all, "replied")?.staff?.userid).toBe("least");
  expect(worstOf([one("none", { reply_percent: null })], "replied")).toBeNull();
});

test("days come newest first, those without figures in their places", () => {
  const lines = linesOf(answer([one("", { staff: null, day: "2026-11-25" })], "day"), "replied");
  expect(lines.map(nameOf)).toEqual(["2026/11/26", "2026/11/25", "2026/11/24"]);
  expect(lines.map((line) => "chats" in line)).toEqual([false, true, false]);
});

test("figures are read as people say them", () => {
  expect([percent(62.456), percent(null)]).toEqual(["62.5%", "—"]);
  expect([minutes(0.4), minutes(3.52), minutes(125), minutes(59.99), minutes(119.7), minutes(null)]).toEqual(["不到 1 分钟", "3.5 分钟", "2 小时 5 分", "60 分钟", "2 小时", "—"]);
  expect(missingOf(one("a", { missing_days: ["2026-11-20", "2026-11-22"] }))).toBe("缺 11/20、11/22");
  expect(nameOf(one("a", { staff: null }))).toBe("总部（没有门店）");
});

test("a table has a line each, and no number where none was told", () => {
  const [head, first, second] = sheetLines(answer([one("a", { reply_percent: null }), one("b", { reply_percent: 50 })]), "replied");
  expect(head?.length).toBe(9);
  expect([first?.[0], first?.[1], second?.[0], second?.[1]]).toEqual(["b", "50", "a", ""]);
});
