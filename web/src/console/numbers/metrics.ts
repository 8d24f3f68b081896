/** Which numbers there are, in groups as operators think of them, and by what each is told apart. */

import type { CountersGroup } from "@client";

/** What numbers are counted of, beside the corp. */
export type Kind = Extract<CountersGroup, "store" | "code" | "staff" | "template" | "post">;
export const KINDS: readonly Kind[] = ["store", "code", "staff", "template", "post"];

/** Who looks: at everything, at some stores, or at people alone. */
export type Whose = "all" | "store" | "staff";

const ADDED: readonly Kind[] = ["store", "code", "staff"];
const LOST: readonly Kind[] = ["staff"];
const SPOKEN: readonly Kind[] = ["code", "staff"];
const USED: readonly Kind[] = ["template", "store", "code", "staff"];
const SOLD: readonly Kind[] = ["store"];

/** As each is declared where it is counted. */
export const GROUPS = {
  acquire: { visits: ADDED, adds: ADDED, half_adds: ADDED, losses: LOST, net_adds: LOST },
  welcomes: { welcomes_sent: SPOKEN, welcomes_expired: SPOKEN, welcomes_failed: SPOKEN, welcomes_unknown: SPOKEN },
  coupons: { claims: ["template", "store", "code"], redemptions: USED, redemptions_reversed: USED, net_redemptions: USED, discount: USED },
  orders: { orders_placed: SOLD, orders_paid: SOLD, paid: SOLD, refunds: SOLD, refunded: SOLD },
  posts: { posts_targeted: ["post"], posts_confirmed: ["post", "staff"], posts_delivered: ["post", "staff"] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly Kind[]>>>>;
export type Group = keyof typeof GROUPS;

const reachOf = (group: Group): ReadonlyArray<readonly [string, readonly Kind[]]> => Object.entries(GROUPS[group]);
/** What is looked at first of each. */
export const FIRST: Readonly<Record<Group, string>> = {
  acquire: "adds",
  welcomes: "welcomes_sent",
  coupons: "net_redemptions",
  orders: "paid",
  posts: "posts_delivered",
};

/** The numbers of a group that can be told of what is looked at. kind: one thing's, or each thing's of it. */
export function namesOf(group: Group, whose: Whose, kind: Kind | null = null): readonly string[] {
  const by = kind ?? (whose === "all" ? null : whose);
  return reachOf(group).filter(([, reach]) => by === null || reach.includes(by)).map(([name]) => name);
}

/** By what a group is told apart. Codes, coupons and posts are the whole corp's: who acts for a part of it is not shown them. */
export function kindsOf(group: Group, whose: Whose): readonly Kind[] {
  const mine: readonly Kind[] = whose === "all" ? KINDS : whose === "store" ? ["store", "staff"] : ["staff"];
  return mine.filter((kind) => namesOf(group, whose, kind).length > 0);
}

export function groupsOf(whose: Whose): readonly Group[] {
  return (Object.keys(GROUPS) as Group[]).filter((group) => namesOf(group, whose).length > 0);
}

/** Where a thing has its page, and the right that opens it. */
export const PAGES: Readonly<Record<Kind, { readonly right: string; at(key: string, name: string): string }>> = {
  store: { right: "stores.read", at: (_, name) => `/stores?search=${encodeURIComponent(name)}` },
  code: { right: "livecodes.read", at: (key) => `/live-codes/${encodeURIComponent(key)}` },
  staff: { right: "staff.read", at: (_, name) => `/staff?search=${encodeURIComponent(name)}` },
  template: { right: "coupons.read", at: (key) => `/coupons/${encodeURIComponent(key)}` },
  post: { right: "posts.read", at: (key) => `/posts/${encodeURIComponent(key)}` },
};
