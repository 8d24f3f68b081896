/** What somebody may do: by their rights, and by whether they act for the whole corp. */

import { afterEach, expect, test } from "vitest";

import type { AccessMe } from "@client";

import { may, me } from "../src/console/session";
import { RIGHTS_OF_ALL } from "../src/console/whole";

type Door = { readonly "x-right": string; readonly "x-scope": string };
const DOCUMENT = import.meta.glob<{ readonly paths: Readonly<Record<string, Readonly<Record<string, Door>>>> }>("../../docs/openapi.json", { import: "default", eager: true });

function begin(scope: AccessMe["scope"]): void {
  const corp = { key: "demo", name: "示例" };
  me.value = { avatar: "", corp, name: "张伟", rights: ["brand.edit", "members.read"], role: "marketer", role_name: "运营", scope, session_ends_at: "", userid: "zhangwei" };
}
afterEach(() => {
  me.value = null;
});

test("what is the whole corp's is not for whoever acts for a store, whatever they hold", () => {
  begin({ of_people: false, staff: null, stores: null });
  expect([may("brand.edit"), may("members.read"), may("tags.edit")]).toEqual([true, true, false]);
  begin({ of_people: false, staff: null, stores: ["s1"] });
  expect([may("brand.edit"), may("members.read")]).toEqual([false, true]);
});

test("those are the rights of which the server closes every door to them", () => {
  const scopes = new Map<string, Set<string>>();
  for (const [path, doors] of Object.values(DOCUMENT).flatMap(({ paths }) => Object.entries(paths))) {
    if (!path.startsWith("/admin/")) continue;
    for (const { "x-right": right, "x-scope": scope } of Object.values(doors)) scopes.set(right, (scopes.get(right) ?? new Set()).add(scope));
  }
  const closed = [...scopes].filter(([right, all]) => right !== "public" && [...all].every((one) => one === "all_only")).map(([right]) => right);
  expect([...RIGHTS_OF_ALL]).toEqual(closed.sort());
});
