/** Conditions of the list of members in words. */

import type { MembersFilter } from "@client";
import type { Chip } from "@ui/Chips.vue";

import { members } from "./words";

/** What is asked for, a chip each, in words. name: what a member of staff, a code or a store is called. */
export function chipsOf(which: MembersFilter, name: (kind: "staff" | "code" | "store", value: string) => string): readonly Chip[] {
  const say = members.value.chip;
  const all: ReadonlyArray<readonly [string, string | null | undefined, (value: string) => string]> = [
    ["q", which.q, say.q],
    ["stage", which.stage, () => (which.stage ? members.value.stage[which.stage] : "")],
    ["tag", which.tag, say.tag],
    ["staff", which.staff, (value) => say.staff(name("staff", value))],
    ["code", which.code, (value) => say.code(name("code", value))],
    ["store", which.store, (value) => say.store(name("store", value))],
    ["since", which.since, say.since],
    ["until", which.until, say.until],
  ];
  return all.flatMap(([field, value, text]) => (value ? [{ name: field, text: text(value) }] : []));
}
