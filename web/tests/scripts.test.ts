import { expect, test } from "vitest";

import { saidOf, whereOf } from "../src/console/scripts/placing";
import { shelvesOf } from "../src/console/scripts/shelves";
import { comingOf, standingOf } from "../src/console/scripts/standing";
import { readableOf } from "../src/console/scripts/looks";

const one = (changes: object) => ({ is_offered: true, state: "active" as const, version: 1, latest: 1, status: "approved" as const, ...changes });

test("whoever cannot see a script is told why", () => {
  expect(standingOf(one({})).tone).toBe("good");
  expect(standingOf(one({ is_offered: false, state: "archived" })).word).toContain("归档");
  expect(standingOf(one({ is_offered: false, version: null, status: "rejected" }))).toEqual({ tone: "wrong", word: "不通过，看不到" });
  expect(standingOf(one({ is_offered: false })).word).toContain("没有用在客户");
});

test("what is on its way is told beside what is said today, and nothing where nothing is", () => {
  expect(comingOf(one({ latest: 2, status: "content_review" }))).toBe("第 2 版待内容审");
  expect([comingOf(one({})), comingOf(one({ version: null, latest: 2 }))]).toEqual(["", ""]);
});

test("shelves hold those below them and say how many", () => {
  const all = [["异议", "价格"], ["异议", null], ["异议", "价格"], ["迎新", null]].map(([category, subcategory]) => ({ category: category ?? "", subcategory: subcategory ?? null }));
  expect(shelvesOf(all)).toEqual([
    { name: "异议", many: 3, below: [{ name: "价格", many: 2 }] },
    { name: "迎新", many: 1, below: [] },
  ]);
});

test("a place and a variable are read as people say them", () => {
  expect([saidOf({ category: "异议", subcategory: "价格" }), saidOf({ category: "异议", subcategory: null })]).toEqual(["异议 › 价格", "异议"]);
  expect(whereOf(null)).toEqual({ category: "", subcategory: "" });
  expect(readableOf("{{customer_name}}，您好")).toBe("{客户昵称}，您好");
});
