import { expect, test, vi } from "vitest";

import { saidIn, standingOf } from "@ui/jobs";
import { speak, words } from "@words";

test("a job that nobody has begun waits; then its state is what it says", () => {
  expect(standingOf({ state: "running", done: 0, failed: 0, total: null })).toBe("waiting");
  expect(standingOf({ state: "running", done: 0, failed: 2, total: null })).toBe("running");
  for (const state of ["done", "failed", "paused", "cancelled"] as const) expect(standingOf({ state, done: 0, failed: 0, total: null })).toBe(state);
});

test("what a job is called says nothing of how far it is, in both languages", () => {
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  speak("zh");
  expect([words.value.sheet.importing, words.value.sheet.previewing].filter((name) => name.includes("正在"))).toEqual([]);
  speak("en");
  expect([words.value.sheet.importing, words.value.sheet.previewing].filter((name) => /ing\b/.test(name))).toEqual([]);
  speak("zh");
});

test("a result that is none of numbers says nothing", () => {
  expect([saidIn('{"made":3}', "made"), saidIn('{"made":3}', "before"), saidIn("file.pdf", "made"), saidIn("", "made")]).toEqual([3, null, null, null]);
});
