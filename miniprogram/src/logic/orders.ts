/** Orders in words, and what can be done with one now. */

import type { OrdersOrderState, OrdersOrderSummary } from "../../../web/client/src/index.js";
import { moment, until, yuan } from "./say";

const STATES: Readonly<Record<OrdersOrderState, readonly [string, string]>> = {
  placed: ["待付款", ""],
  paid: ["已付款，等成团", "团满即可提货；没成团会自动全额退回。"],
  paid_late: ["付款晚了", "名额已让出：还有货会自动补上，没有货自动退款。"],
  ready: ["可以提货", "到店报提货号，或出示本页。"],
  picked_up: ["已提货", ""],
  cancelled: ["已取消", "没有付款，不用做什么。"],
  refunding: ["退款中", "款项正原路退回，到账后这里会更新。"],
  refunded: ["已退款", "款项已全部原路退回。"],
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
  const goods = one.lines.map((line) => `${line.product_name} ${line.sku_name}`.trim() + (line.quantity > 1 ? ` × ${line.quantity}` : "")).join("、");
  const [state] = STATES[one.status];
  const [payable, placed] = [yuan(one.payable), `${moment(one.placed_at, now)} 下单`];
  return { id: one.order_id, goods, state, payable, placed, label: `${goods}，${payable}，${state}，${placed}` };
}

export function order(one: OrdersOrderSummary, now: number): Order {
  const isUnpaid = one.status === "placed";
  const isInTime = isUnpaid && Date.parse(one.pay_until) > now;
  const tail = one.order_id.slice(-TAIL);
  const isTeams = one.seat !== "";
  return {
    ...orderCard(one, now),
    hint: isUnpaid ? (isInTime ? `付款：${until(one.pay_until, now)}，过时自动取消。` : "付款时间已过，订单会自动取消。") : STATES[one.status][1],
    lines: one.lines.map((line) => ({ key: line.sku_id, name: `${line.product_name} ${line.sku_name} × ${line.quantity}`, price: yuan(line.price * line.quantity) })),
    off: one.off > 0 ? `-${yuan(one.off)}` : "",
    pickup: one.status === "ready" ? tail : "",
    pickupSpoken: `提货号 ${tail.split("").join(" ")}`,
    team: one.seat,
    canPay: isInTime && one.payable > 0,
    canCancel: isUnpaid,
    cancelled: isTeams ? "取消后您的名额让出，用掉的券退回。" : "取消后货不再为您保留，用掉的券退回。",
  };
}

/** Whether the money is known to have come: WeChat tells the phone before it tells the store. */
export async function paid(read: () => Promise<OrdersOrderSummary>, wait: () => Promise<void>, tries = 5): Promise<boolean> {
  for (let left = tries; left > 0; left -= 1) {
    if ((await read()).status !== "placed") return true;
    if (left > 1) await wait();
  }
  return false;
}
