/** What somebody may do: by their rights, and by whether they act for the whole corp. */

import { afterEach, expect, test } from "vitest";

import type { AccessMe } from "@client";

import { may, mayForAll, me } from "../src/console/session";

const sees = import.meta.glob<string>("../src/console/{tags,brand,rules,scripts}/*.vue", { query: "?raw", import: "default", eager: true });
const OF_ALL = ["tags.edit", "tags.remove", "members.make_tags", "brand.edit", "touches.set_rules", "content.set_rules", "scripts.write", "content.write", "content.submit"];

function begin(scope: AccessMe["scope"]): void {
  const corp = { key: "demo", name: "示例" };
  me.value = { avatar: "", corp, name: "张伟", rights: ["brand.edit"], role: "marketer", role_name: "运营", scope, session_ends_at: "", userid: "zhangwei" };
}
afterEach(() => {
  me.value = null;
});

test("what is the whole corp's is not for whoever acts for a store, whatever they hold", () => {
  begin({ of_people: false, staff: null, stores: null });
  expect([may("brand.edit"), mayForAll("brand.edit"), mayForAll("tags.edit")]).toEqual([true, true, false]);
  begin({ of_people: false, staff: null, stores: ["s1"] });
  expect([may("brand.edit"), mayForAll("brand.edit")]).toEqual([true, false]);
});

test("tags, brand, rules and scripts offer nothing that the server would refuse a store's marketer", () => {
  for (const [file, source] of Object.entries(sees)) {
    for (const right of OF_ALL) expect([file, new RegExp(`\\bmay\\(["']${right.replace(".", "\\.")}["']\\)`).test(source)]).toEqual([file, false]);
  }
});
