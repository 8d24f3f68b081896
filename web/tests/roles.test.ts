import { expect, test } from "vitest";

import type { AccessGivenScope, AccessRightShown, AccessRoleShown } from "@client";

import { bodyOf, draftOf, rebased } from "../src/console/roles/making";
import { bySection, found, ownFirst, SECTION_OF } from "../src/console/roles/rights";
import { of, saidOf } from "../src/console/roles/scoping";

const table = Object.values(import.meta.glob<string>("../../docs/reference/rights.md", { query: "?raw", import: "default", eager: true })).join("");

const right = (name: string, zh: string, is_held = true): AccessRightShown => ({ right: name, room: name.split(".")[0] ?? "", name: zh, name_en: zh, roles: [], is_held });
const RIGHTS = [right("access.give", "分配与收回后台角色", false), right("orders.refund", "为订单退款"), right("members.read", "查看会员"), right("tags.edit", "修改标签")];
const ROLE: AccessRoleShown = { role: "r", name: "督导", name_en: "督导", is_shipped: false, rights: ["members.read", "tags.edit"], holders: 1, revision: 3 };

test("every room that gives rights has its place in the menu", () => {
  const rooms = [...table.matchAll(/^\| `(\w+)\.\w+` \| [^`]/gm)].map((one) => one[1] ?? "");
  expect(rooms.length).toBeGreaterThan(50);
  expect([...new Set(rooms)].filter((room) => !(room in SECTION_OF))).toEqual([]);
});

test("rights stand by the parts of the menu, those of one room together, and none is lost", () => {
  const groups = bySection([...RIGHTS, right("brandnew.act", "新功能")]);
  expect(groups.map((one) => one.section)).toEqual(["customers", "trade", "settings"]);
  expect(groups.flatMap((one) => one.rights)).toHaveLength(5);
});

test("a thing is found by parts of its words", () => {
  expect(found(RIGHTS, "退款").map((one) => one.right)).toEqual(["orders.refund"]);
  expect(found(RIGHTS, " ")).toHaveLength(4);
});

test("the corp's own roles come first", () => {
  expect(ownFirst([{ ...ROLE, role: "owner", is_shipped: true }, ROLE]).map((one) => one.role)).toEqual(["r", "owner"]);
});

test("a copy leaves out what its maker may not give, and its name is not too long", () => {
  const like = { ...ROLE, name: "一".repeat(20), rights: ["access.give", "members.read"] };
  const draft = draftOf(null, like, RIGHTS);
  expect(draft.rights).toEqual(["members.read"]);
  expect(draft.name).toHaveLength(20);
});

test("what is sent is in the order of the rights, whatever was ticked first", () => {
  expect(bodyOf({ name: " 督导 ", rights: ["tags.edit", "orders.refund"] }, RIGHTS)).toEqual({ name: "督导", rights: ["orders.refund", "tags.edit"] });
});

test("after somebody else's change both changes are in the role", () => {
  const typed = { name: "督导", rights: ["members.read", "orders.refund"] };
  const now = { ...ROLE, name: "区域督导", rights: ["members.read", "tags.edit", "access.give"] };
  expect(rebased(typed, ROLE, now)).toEqual({ name: "区域督导", rights: ["members.read", "access.give", "orders.refund"] });
});

test("a scope is said by the names of what it is of", () => {
  const names = new Map([["stores:s1", "朝阳店"]]);
  const said = (role: string, scope: AccessGivenScope): string => saidOf({ role, scope }, names);
  expect(said("viewer", { kind: "all" })).toBe("全企业");
  expect(said("store_staff", {})).toBe("自己工作的门店");
  expect(said("store_staff", { kind: "stores", of: ["s1"] })).toBe("仅 朝阳店");
  expect(of({ kind: "stores", of: ["s1", "gone"] }, names)).toEqual(["朝阳店", "已不存在的门店"]);
  expect(said("r", { kind: "regions", of: ["华东", "华北", "华南", "西南"] })).toBe("仅 华东、华北、华南 等 4 个");
});
