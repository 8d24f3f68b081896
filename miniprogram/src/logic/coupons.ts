/** Coupons in words: in the wallet, one at the till, and one to claim. */

import type { CouponsCoupon, CouponsOnOffer, CouponsWalletState } from "../../../web/client/src/index.js";
import { both } from "./language";
import { moment, until, yuan } from "./say";

export type Part = "usable" | "used" | "over";

const PARTS: Readonly<Record<CouponsWalletState, Part>> = {
  issued: "usable",
  reserved: "usable",
  redeemed: "used",
  expired: "over",
  voided: "over",
};

export interface Card {
  readonly code: string;
  readonly name: string;
  readonly worth: string;
  readonly terms: string;
  readonly when: string;
  readonly part: Part;
  /** All of it for whoever listens. */
  readonly label: string;
}

const terms = (threshold: number): string => (threshold > 0 ? both(`满 ${yuan(threshold)} 可用`, `from ${yuan(threshold)} on`) : both("无门槛", "no minimum"));

export function card(coupon: CouponsCoupon, now: number): Card {
  const [worth, can, when] = [yuan(coupon.amount_off), terms(coupon.threshold), standing(coupon, now)];
  const label = both(`${coupon.template_name}，减 ${worth}，${can}，${when}`, `${coupon.template_name}, ${worth} off, ${can}, ${when}`);
  return { code: coupon.code, name: coupon.template_name, worth, terms: can, when, part: PARTS[coupon.status], label };
}

function standing(coupon: CouponsCoupon, now: number): string {
  switch (coupon.status) {
    case "issued":
      return until(coupon.expires_at, now);
    case "reserved":
      return both("已用在一笔订单里，订单取消会退回", "held by an order; it comes back if that is cancelled");
    case "redeemed":
      return coupon.redeemed_at === null ? both("已使用", "used") : both(`${moment(coupon.redeemed_at, now)} 已使用`, `used ${moment(coupon.redeemed_at, now)}`);
    case "expired":
      return both(`${moment(coupon.expires_at, now)} 已过期`, `expired ${moment(coupon.expires_at, now)}`);
    case "voided":
      return both("已作废，有疑问请问门店顾问", "void: ask your adviser");
  }
}

export interface AtTill extends Card {
  /** In fours, as people read it out. */
  readonly spaced: string;
  /** Sign by sign, as a phone reads it out. */
  readonly spoken: string;
  readonly usage: string;
  readonly canShow: boolean;
}

export function atTill(coupon: CouponsCoupon, now: number): AtTill {
  return {
    ...card(coupon, now),
    spaced: (coupon.code.match(/.{1,4}/g) ?? []).join(" "),
    spoken: `${both("券码", "Code")} ${coupon.code.split("").join(" ")}`,
    usage: coupon.usage,
    canShow: coupon.status === "issued",
  };
}

/** What led to the coupon: what a link of Siyu's says behind `source`. */
export interface Origin {
  readonly template_id: string;
  readonly source: string;
  /** The post whose own the claim is; '' when it is of none. */
  readonly post_id: string;
}

/** query: as WeChat hands it on, which leaves it escaped. */
export function origin(query: Readonly<Record<string, string | undefined>>): Origin {
  const source = unescaped(query["source"] ?? "");
  const post_id = source.startsWith("post:") ? source.slice("post:".length) : "";
  return { template_id: unescaped(query["coupon"] ?? ""), source, post_id };
}

export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Offer {
  readonly name: string;
  readonly worth: string;
  readonly terms: string;
  readonly lasts: string;
  readonly until: string;
  readonly few: string;
  readonly usage: string;
  readonly had: string;
  readonly canClaim: boolean;
  readonly whyNot: string;
}

/** isOfPost: a post's own claim, which opens what is closed to everybody else. */
export function offer(one: CouponsOnOffer, isOfPost: boolean, now: number): Offer {
  const why = one.why_not !== null && !(isOfPost && one.why_not.code === "NotClaimableHere") ? one.why_not : null;
  return {
    name: one.name,
    worth: yuan(one.amount_off),
    terms: terms(one.threshold),
    lasts: both(`领取后 ${one.valid_days} 天内有效`, `good for ${one.valid_days === 1 ? "a day" : `${one.valid_days} days`} after the claim`),
    until: one.claim_until === "" ? "" : both(`领取：${until(one.claim_until, now)}`, `Claim ${until(one.claim_until, now)}`),
    few: one.left === "few" ? both("所剩不多", "few are left") : "",
    usage: one.usage,
    had: one.claimed > 0
      ? both(`每人限领 ${one.per_member} 张，您已领 ${one.claimed} 张`, `${one.per_member} each at most, you had ${one.claimed}`)
      : both(`每人限领 ${one.per_member} 张`, `${one.per_member} each at most`),
    canClaim: why === null,
    whyNot: why === null ? "" : both(why.zh, why.en),
  };
}
