/** A payment from the tap to the money that the store knows of. */

import type { OrdersOrderSummary, WechatpayPayParams } from "../../../web/client/src/index.js";
import { both } from "./language";
import { paid } from "./orders";

export interface Till {
  params(): Promise<WechatpayPayParams>;
  pay(params: WechatpayPayParams): Promise<boolean>;
  order(): Promise<OrdersOrderSummary>;
  wait(): Promise<void>;
}

/** What to say afterwards; '' when the order itself says it. */
export async function payment(till: Till): Promise<string> {
  if (!(await till.pay(await till.params()))) return both("没有付款。付款时间内随时可以再付。", "Nothing was paid. You may pay until the time is over.");
  // The money is gone by now: a lost answer must not sound as if it were not.
  const isKnown = await paid(() => till.order(), () => till.wait()).catch(() => false);
  return isKnown ? "" : both("已付款，门店确认需要几分钟，不用再付一次。", "Paid. The store knows in some minutes; do not pay again.");
}
