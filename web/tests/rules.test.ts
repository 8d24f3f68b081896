import { expect, test } from "vitest";

import { contentBodyOf, heldBy, isOverMidnight, postBodyOf, postDraftOf } from "../src/console/rules/draft";

const NONE = { quota: "month", cap: null, quiet_hours: null } as const;

test("what is not ticked is no rule, and what is ticked anew begins with something sensible", () => {
  expect(postBodyOf(postDraftOf(NONE))).toEqual({ quota: "month", cap: null, quiet_hours: null });
  expect(postBodyOf({ ...postDraftOf(NONE), hasCap: true, isQuiet: true })).toEqual({ quota: "month", cap: { count: 2, days: 7 }, quiet_hours: { from: "21:30", to: "08:00" } });
  expect(isOverMidnight({ from: "21:30", to: "08:00" })).toBe(true);
  expect(isOverMidnight({ from: "12:00", to: "14:00" })).toBe(false);
});

test("words and hosts are one a line, each once", () => {
  expect(contentBodyOf({ words: "甲庄\n乙庄、甲庄\n\n", hosts: " Shop.Example.com \n" })).toEqual({ extra_words: ["甲庄", "乙庄"], allowed_hosts: ["shop.example.com"] });
});

test("a word is found where blanks, full-width forms and signs hide it", () => {
  expect(heldBy("比 甲\u200b 庄★便宜", ["甲庄", "乙庄"])).toEqual(["甲庄"]);
  expect(heldBy("ＶＩＰ价", ["vip"])).toEqual(["vip"]);
  expect(heldBy("随便", [" "])).toEqual([]);
});
