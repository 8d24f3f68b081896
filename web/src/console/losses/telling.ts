/** A loss as it is told: how long it had lasted, what was sent last and where that is looked at. */

import type { LossesLastMessage, LossesLoss } from "@client";
import { dayOf } from "@ui/moments";

import { losses } from "./words";

export function keptFor(days: number | null): string {
  if (days === null) return losses.value.keptUnknown;
  return days === 0 ? losses.value.keptNone : losses.value.kept(days);
}

/** 群发, 话术, 侧边栏 · 优惠券 */
export function howSent({ said, sending }: Pick<LossesLastMessage, "said" | "sending">): string {
  return said === "side_bar" && sending === "coupon" ? losses.value.sideBarCoupon : losses.value.said[said];
}

/** Its page, with the right that the page asks for; a script's is where it is kept as such. */
const PAGES: Readonly<Record<LossesLastMessage["said"] | "coupon", { readonly at: string; readonly right: string }>> = {
  welcome: { at: "/live-codes", right: "livecodes.read" },
  script: { at: "/scripts", right: "scripts.read" },
  side_bar: { at: "/content", right: "content.read" },
  coupon: { at: "/coupons", right: "coupons.read" },
  post: { at: "/posts", right: "posts.read" },
};

/** Where what was sent is looked at; '' for what is there no more, and for who may not see it. */
export function pageOf({ said, sending, about, name }: Omit<LossesLastMessage, "at">, may: (right: string) => boolean): string {
  const { at, right } = PAGES[sending === "coupon" ? sending : said];
  return name !== "" && may(right) ? `${at}/${encodeURIComponent(about)}` : "";
}

export const keyOf = (one: LossesLoss): string => `${one.member.member_id} ${one.staff.userid} ${one.at}`;

/** Where many were deleted it is told whole once a day and person, at the newest of them. */
export function alarmsIn(all: readonly LossesLoss[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  for (const one of all) {
    const day = `${one.staff.userid} ${dayOf(new Date(one.at))}`;
    if (one.problem && !first.has(day)) first.set(day, keyOf(one));
  }
  return new Set(first.values());
}
