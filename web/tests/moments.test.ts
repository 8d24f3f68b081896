import { expect, test } from "vitest";

import { dayOf, momentOf, typedOf, when } from "@ui/moments";

const now = new Date("2026-11-26T00:00:00Z");

test("a time is shown by the corp's clocks, whatever the reader's", () => {
  expect(when("2026-11-25T20:18:00.000Z", now)).toContain("04:18");
  expect(when("2026-11-25T20:18:00.000Z", now)).toContain("11/26");
});

test("the year is named when it is another", () => {
  expect(when("2025-12-31T15:59:00.000Z", now)).toContain("2025");
  expect(when("2026-11-25T20:18:00.000Z", now)).not.toContain("2026");
  // Past midnight in Shanghai it is the new year already.
  expect(when("2025-12-31T16:00:00.000Z", now)).not.toContain("2025");
});

test("a field for date and time speaks by the corp's clocks, and back", () => {
  expect(typedOf("2026-11-30T15:59:00.000Z")).toBe("2026-11-30T23:59");
  expect(Date.parse(momentOf("2026-11-30T23:59") ?? "")).toBe(Date.parse("2026-11-30T15:59:00.000Z"));
  expect([typedOf(""), momentOf("")]).toEqual(["", null]);
});

test("a day is the corp's", () => {
  expect([dayOf(new Date("2026-11-30T16:00:00Z")), dayOf(new Date("2026-11-30T15:59:00Z"), -30)]).toEqual(["2026-12-01", "2026-10-31"]);
});
