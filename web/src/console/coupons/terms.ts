/** What a coupon says, in words: its rule, how claiming stands, until when. */

import type { CouponsTemplate, CouponsTemplateState } from "@client";
import { dayOf, when } from "@ui/moments";
import { bare } from "@ui/money";

import { coupons } from "./words";

export const STATES: readonly CouponsTemplateState[] = ["open", "paused", "not_begun", "ended"];
export const TONES: Readonly<Record<CouponsTemplateState, "good" | "warn" | "quiet">> = { open: "good", paused: "warn", not_begun: "quiet", ended: "quiet" };

/** 满 100 元减 20 元. */
export function ruleOf({ threshold, amount_off }: { threshold: number; amount_off: number }): string {
  return threshold === 0 ? coupons.value.flat(bare(amount_off)) : coupons.value.rule(bare(threshold), bare(amount_off));
}

/** 一直可领, 11/30 23:59 截止, 12/01 10:00 开始. */
export function untilOf(one: Pick<CouponsTemplate, "claim_from" | "claim_until" | "state">): string {
  if (one.state === "not_begun") return coupons.value.from(when(one.claim_from));
  return one.claim_until === "" ? coupons.value.forEver : coupons.value.until(when(one.claim_until));
}

/** The state in a word: what is open and gone is gone to a customer. */
export function stateOf(one: { state: CouponsTemplateState; left: number }): { tone: "good" | "warn" | "quiet" | "wrong"; word: string } {
  if (one.state === "open" && one.left === 0) return { tone: "wrong", word: coupons.value.gone };
  return { tone: TONES[one.state], word: coupons.value.state[one.state] };
}

/** True while an operator can give one to a member. */
export function isGivable(one: Pick<CouponsTemplate, "state" | "claimable_by"> & { left: number }): boolean {
  return one.state === "open" && one.left > 0 && one.claimable_by.some((way) => way === "operator" || way === "anyone");
}

/** Since which day numbers are asked for, up to today: that of a moment, or as far back as we look. Less than the API's
 *  366 days, since a reader's clock may be some days behind. */
export function since(iso = ""): string {
  const [first, made] = [dayOf(new Date(), -335), iso === "" ? "" : dayOf(new Date(iso))];
  return made > first ? made : first;
}

/** 1,234 */
export function count(many: number): string {
  return many.toLocaleString("en-US");
}

/** 40%; an amount below one in a hundred is not nothing. */
export function percent(part: number, whole: number): string {
  const share = (part / whole) * 100;
  return `${share > 0 && share < 1 ? "<1" : Math.round(share)}%`;
}
