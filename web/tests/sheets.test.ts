import { expect, test } from "vitest";

import { countsOf, template } from "../src/console/stores/sheet";
import { isTooLarge, sheetOf, textOf } from "../src/ui/sheets";

test("a table is read by Excel, and no cell of it is a formula", () => {
  expect(sheetOf([["行", "原因"], ["2", 'a "b", c'], ["3", "=1+1"]])).toBe('\ufeff行,原因\r\n2,"a ""b"", c"\r\n3,\'=1+1\r\n');
  expect(sheetOf([["-3", "-3.50", "-3+1", "-"]])).toBe("\ufeff-3,-3.50,'-3+1,'-\r\n");
});

test("a formula hides neither in wide signs nor behind blanks or a line break, as in files of the API", () => {
  const cells = ["＝1+1", "＋1", "－1", "＠A1", " =1", "\u3000＝1", "\n=1"];
  for (const cell of cells) expect(sheetOf([[cell]]).replace(/^\ufeff"?/, "").startsWith("'")).toBe(true);
  expect(sheetOf([["茶=1", "1 - 2"]])).toBe("\ufeff茶=1,1 - 2\r\n");
});

test("a file is read in UTF-8, and in what Excel writes in China", () => {
  expect(textOf(new TextEncoder().encode("编号").buffer)).toBe("编号");
  expect(textOf(new Uint8Array([0xb1, 0xe0, 0xba, 0xc5]).buffer)).toBe("编号");
});

test("what an import did is read from its job, also of one that has not begun", () => {
  expect(countsOf('{"created": 3, "edited": 1, "unchanged": 2}', 4)).toEqual({ created: 3, edited: 1, unchanged: 2, rejected: 4 });
  expect(countsOf("", 0)).toEqual({ created: 0, edited: 0, unchanged: 0, rejected: 0 });
  expect(countsOf('["x"]', 0).created).toBe(0);
});

test("a table that no request takes is not sent", () => {
  expect([isTooLarge(template()), isTooLarge("店".repeat(90_000)), isTooLarge("a".repeat(200_001))]).toEqual([false, true, true]);
});
