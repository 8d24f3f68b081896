import { expect, test } from "vitest";

import type { MembersTagGroup } from "@client";

import { aboutOf, alsoIn, fitting, madeOf, namesIn, titleOf } from "../src/console/tags/about";

const GROUPS: readonly MembersTagGroup[] = [
  { id: "g1", name: "会员等级", problems: [], tags: [{ id: "t1", name: "新客" }, { id: "t2", name: "VIP" }] },
  { id: "g2", name: "来源", problems: [], tags: [{ id: "t3", name: "新客" }, { id: "t4", name: "门店" }] },
];
const job = (kind: string, result: object | null) => ({ kind, name_zh: "合并标签", name_en: "Merge two tags", result: result ? JSON.stringify(result) : "" });

test("names are one a line or with commas between, each once", () => {
  expect(namesIn(" 绿茶\n红茶、绿茶，花茶;\n\n")).toEqual(["绿茶", "红茶", "花茶"]);
  expect(namesIn("  ")).toEqual([]);
});

test("a job says which tags it changes, and is called by its kind before it does", () => {
  expect(titleOf(job("merge_tags", { old: ["旧"], new: "新", groups: ["g1"] }))).toContain("旧");
  expect(titleOf(job("delete_tags", { old: ["a", "b", "c", "d"], new: "", groups: ["g1"], is_group: true }))).toContain("4");
  expect(["合并标签", "Merge two tags"]).toContain(titleOf(job("merge_tags", null)));
  expect(aboutOf("3")).toBeNull();
  expect(aboutOf("file.csv")).toBeNull();
});

test("a tag of the same name in another group is told of", () => {
  expect(alsoIn(GROUPS, "g1", "新客")).toEqual(["来源"]);
  expect(alsoIn(GROUPS, "g1", "VIP")).toEqual([]);
});

test("a group that is called so is whole, and another has what fits", () => {
  expect(fitting(GROUPS, "vip").map((one) => [one.id, one.tags.length])).toEqual([["g1", 1]]);
  expect(fitting(GROUPS, "来源").map((one) => [one.id, one.tags.length])).toEqual([["g2", 2]]);
  expect(fitting(GROUPS, "没有")).toEqual([]);
});

test("only what this act made is its to take back, whoever made more meanwhile", () => {
  const made: MembersTagGroup = { id: "g3", name: "口味", problems: [], tags: [{ id: "t5", name: "绿茶" }, { id: "t6", name: "红茶" }] };
  expect(madeOf(made, ["绿茶", "红茶"], GROUPS)).toEqual({ fresh: made.tags, isNew: true });
  expect(madeOf(made, ["绿茶"], GROUPS)).toEqual({ fresh: [{ id: "t5", name: "绿茶" }], isNew: false });
  expect(madeOf(made, ["绿茶", "红茶"], [{ ...made, tags: [{ id: "t5", name: "绿茶" }] }])).toEqual({ fresh: [{ id: "t6", name: "红茶" }], isNew: false });
});
