/** A coupon as a customer's page says it, in Chinese whatever the console speaks (coupons/pages/coupon.html). */

import { typedOf } from "@ui/moments";
import { yuan } from "@ui/money";

import type { Offer } from "../brand/shown";

/** Why it cannot be claimed, as its page has it. */
export const CLOSED = { gone: "已领完", paused: "暂停领取", not_begun: "尚未开始", ended: "已结束" } as const;

/** threshold, off: null while they are not typed yet. until: '' for no end. closed: why it cannot be claimed, '' while it can. */
export interface Said {
  readonly name: string;
  readonly usage: string;
  readonly threshold: number | null;
  readonly off: number | null;
  readonly validDays: number;
  readonly until: string;
  readonly closed?: string;
}

export function offerOf({ name, usage, threshold, off, validDays, until, closed = "" }: Said): Offer {
  const rule = threshold === null ? "满 – 可用" : threshold === 0 ? "无使用门槛" : `满 ${yuan(threshold)} 可用`;
  return {
    name: name || "券名称",
    worth: off === null ? "¥–" : yuan(off),
    terms: `${rule} · 领取后 ${validDays} 天有效`,
    until: until && `${typedOf(until).replace("T", " ")} 前可领取`,
    usage,
    closed,
  };
}
