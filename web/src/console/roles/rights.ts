/** Rights as the console's menu sorts them, and what a role is called. */

import type { AccessOperator, AccessRightShown, AccessRoleShown } from "@client";
import { spoken, type Words } from "@words";

export type Section = keyof Words["sections"];

/** In which part of the menu somebody would look for what a room does. */
export const SECTION_OF: Readonly<Record<string, Section>> = {
  livecodes: "acquire",
  reconcile: "acquire",
  members: "customers",
  tags: "customers",
  sidebar: "customers",
  followups: "customers",
  losses: "customers",
  departures: "customers",
  quality: "customers",
  coupons: "promote",
  groupbuys: "promote",
  catalogue: "promote",
  content: "reach",
  uses: "reach",
  scripts: "reach",
  posts: "reach",
  touches: "reach",
  orders: "trade",
  payments: "trade",
  shop: "trade",
  till: "trade",
  counters: "numbers",
  exports: "numbers",
  access: "settings",
  staff: "settings",
  stores: "settings",
  brand: "settings",
  setup: "settings",
  audit: "settings",
  jobs: "settings",
  asides: "settings",
};
const ORDER: readonly Section[] = ["acquire", "customers", "promote", "reach", "trade", "numbers", "settings"];

export interface Group {
  readonly section: Section;
  readonly rights: readonly AccessRightShown[];
}

/** The rights of each part of the menu, those of one room together; a room that nobody sorted is of the settings. */
export function bySection(rights: readonly AccessRightShown[]): readonly Group[] {
  const rooms = Object.keys(SECTION_OF);
  const sorted = [...rights].sort((one, other) => rooms.indexOf(one.room) - rooms.indexOf(other.room));
  return ORDER.map((section) => ({ section, rights: sorted.filter((one) => (SECTION_OF[one.room] ?? "settings") === section) })).filter(
    (group) => group.rights.length > 0,
  );
}

interface Named {
  readonly name: string;
  readonly name_en: string;
}

export function nameOf(one: Named): string {
  return spoken() === "en" ? one.name_en : one.name;
}

/** The rights whose words, in the language that is spoken, have all that was looked for. */
export function found(rights: readonly AccessRightShown[], typed: string): readonly AccessRightShown[] {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return rights.filter((one) => parts.every((part) => nameOf(one).toLowerCase().includes(part)));
}

export function holdersOf(right: string, roles: readonly AccessRoleShown[]): readonly AccessRoleShown[] {
  return roles.filter((one) => one.rights.includes(right));
}

/** The corp's own before those that come with it: they are what is worked on. */
export function ownFirst(roles: readonly AccessRoleShown[]): readonly AccessRoleShown[] {
  return [...roles.filter((one) => !one.is_shipped), ...roles.filter((one) => one.is_shipped)];
}

/** How many have each role, by it: also who has it by the corp's settings, whom the role's own count leaves out. */
export function countsOf(people: readonly AccessOperator[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { role } of people) counts.set(role, (counts.get(role) ?? 0) + 1);
  return counts;
}
