import { expect, test } from "vitest";

import { bare, fenOf, yuan } from "@ui/money";

test("fen are shown as yuan, with cents only where there are some", () => {
  expect([0, 1, 2000, 123450, -550].map(yuan)).toEqual(["¥0", "¥0.01", "¥20", "¥1,234.50", "−¥5.50"]);
});

test("what somebody types as yuan is whole fen, or no amount at all", () => {
  expect(["20", "0.1", " ¥1,234.50 ", "￥3"].map(fenOf)).toEqual([2000, 10, 123450, 300]);
  expect(["", "1.234", "-5", "1e3", "二十"].map(fenOf)).toEqual([null, null, null, null, null]);
});

test("a comma that parts no thousands is a slip, and never a hundredfold", () => {
  expect(fenOf("1,234,567.8")).toBe(123456780);
  expect(["12,50", "69,9", "1,2,3", ",5", "1234,567"].map(fenOf)).toEqual([null, null, null, null, null]);
});

test("what is shown is what was typed, for every amount", () => {
  for (let fen = 0; fen < 100_000; fen += 37) expect(fenOf(yuan(fen))).toBe(fen);
});

test("a sentence that says the currency itself has no sign", () => {
  expect([2000, 123450].map(bare)).toEqual(["20", "1,234.50"]);
});
