/** Orders in words, and what can be done with one now. */

import type { OrdersOrderState, OrdersOrderSummary } from "../../../web/client/src/index.js";
import { both } from "./language";
import { moment, until, yuan } from "./say";

const STATES: Readonly<Record<OrdersOrderState, () => readonly [string, string]>> = {
  placed: () => [both("待付款", "To be paid"), ""],
  paid: () => [
    both("已付款，等成团", "Paid, the team is not full yet"),
    both("团满即可提货；没成团会自动全额退回。", "Fetch it once the team is full; if it is not, all of it comes back by itself."),
  ],
  paid_late: () => [
    both("付款晚了", "Paid too late"),
    both("名额已让出：还有货会自动补上，没有货自动退款。", "The place was given up: you get another one, or the money back, by itself."),
  ],
  ready: () => [both("可以提货", "Ready to fetch"), both("到店报提货号，或出示本页。", "Say the number at the store, or show this page.")],
  picked_up: () => [both("已提货", "Fetched"), ""],
  cancelled: () => [both("已取消", "Cancelled"), both("没有付款，不用做什么。", "Nothing was paid, nothing is left to do.")],
  refunding: () => [both("退款中", "Money on its way back"), both("款项正原路退回，到账后这里会更新。", "It goes back the way it came; this page will say when it is there.")],
  refunded: () => [both("已退款", "Refunded"), both("款项已全部原路退回。", "All of it went back the way it came.")],
};

// So many signs of a number the till asks for.
const TAIL = 6;

export interface OrderCard {
  readonly id: string;
  readonly goods: string;
  readonly state: string;
  readonly payable: string;
  readonly placed: string;
  readonly label: string;
}

export interface Order extends OrderCard {
  readonly hint: string;
  readonly lines: readonly { readonly key: string; readonly name: string; readonly price: string }[];
  readonly off: string;
  /** What is said at the counter: '' unless it waits there. */
  readonly pickup: string;
  readonly pickupSpoken: string;
  readonly team: string;
  readonly canPay: boolean;
  readonly canCancel: boolean;
  readonly cancelled: string;
}

export function orderCard(one: OrdersOrderSummary, now: number): OrderCard {
  const goods = one.lines.map((line) => `${line.product_name} ${line.sku_name}`.trim() + (line.quantity > 1 ? ` × ${line.quantity}` : "")).join(both("、", ", "));
  const [state] = STATES[one.status]();
  const [payable, placed] = [yuan(one.payable), both(`${moment(one.placed_at, now)} 下单`, `ordered ${moment(one.placed_at, now)}`)];
  return { id: one.order_id, goods, state, payable, placed, label: [goods, payable, state, placed].join(both("，", ", ")) };
}

export function order(one: OrdersOrderSummary, now: number): Order {
  const isUnpaid = one.status === "placed";
  const isInTime = isUnpaid && Date.parse(one.pay_until) > now;
  const tail = one.order_id.slice(-TAIL);
  const isTeams = one.seat !== "";
  return {
    ...orderCard(one, now),
    hint: isUnpaid ? unpaid(one, isInTime, now) : STATES[one.status]()[1],
    lines: one.lines.map((line) => ({ key: line.sku_id, name: `${line.product_name} ${line.sku_name} × ${line.quantity}`, price: yuan(line.price * line.quantity) })),
    off: one.off > 0 ? `-${yuan(one.off)}` : "",
    pickup: one.status === "ready" ? tail : "",
    pickupSpoken: `${both("提货号", "Number")} ${tail.split("").join(" ")}`,
    team: one.seat,
    canPay: isInTime && one.payable > 0,
    canCancel: isUnpaid,
    cancelled: isTeams
      ? both("取消后您的名额让出，用掉的券退回。", "Your place is given up, a used coupon comes back.")
      : both("取消后货不再为您保留，用掉的券退回。", "It is not kept for you any more, a used coupon comes back."),
  };
}

function unpaid(one: OrdersOrderSummary, isInTime: boolean, now: number): string {
  if (!isInTime) return both("付款时间已过，订单会自动取消。", "The time to pay is over; it is cancelled by itself.");
  return both(`付款：${until(one.pay_until, now)}，过时自动取消。`, `Pay ${until(one.pay_until, now)}; then it is cancelled by itself.`);
}

/** Whether the money is known to have come: WeChat tells the phone before it tells the store. */
export async function paid(read: () => Promise<OrdersOrderSummary>, wait: () => Promise<void>, tries = 5): Promise<boolean> {
  for (let left = tries; left > 0; left -= 1) {
    if ((await read()).status !== "placed") return true;
    if (left > 1) await wait();
  }
  return false;
}
