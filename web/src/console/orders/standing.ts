/** How orders and refunds stand, and what of an order's money is still with us. */

import type { OrdersLine, OrdersMoney, OrdersOrderState, PaymentsRefund, PaymentsRefundState } from "@client";

import { orders } from "./words";

export type Tone = "good" | "quiet" | "warn" | "wrong";
export const STATES: readonly OrdersOrderState[] = ["placed", "paid", "ready", "picked_up", "refunding", "refunded", "cancelled", "paid_late"];

const OF_ORDER: Readonly<Record<OrdersOrderState, Tone>> = {
  placed: "warn", paid: "good", paid_late: "warn", ready: "good", picked_up: "quiet", refunding: "warn", refunded: "quiet", cancelled: "quiet",
};
const OF_REFUND: Readonly<Record<PaymentsRefundState, Tone>> = {
  asked: "warn", processing: "warn", abnormal: "wrong", closed: "wrong", succeeded: "good", withdrawn: "quiet",
};

export function standingOf(state: OrdersOrderState): { tone: Tone; word: string } {
  return { tone: OF_ORDER[state], word: orders.value.state[state] };
}

/** A refund that WeChat Pay did not take is asked for all the same: that it stands still is what matters. */
export function refundStanding(state: PaymentsRefundState, isStuck: boolean): { tone: Tone; word: string } {
  if (isStuck && state === "asked") return { tone: "wrong", word: orders.value.stuck };
  return { tone: OF_REFUND[state], word: orders.value.refundState[state] };
}

/** What came in and neither went back nor is on its way. */
export function leftOf({ came_in, went_back, going_back }: OrdersMoney): number {
  return came_in - went_back - going_back;
}

/** True while the answer of WeChat Pay is awaited; what a person has to see to is not awaited. */
export function isUnderWay({ state, problem }: PaymentsRefund): boolean {
  return (state === "asked" || state === "processing") && problem === null;
}

/** 明前龙井 250 克 × 2 */
export function goodsOf({ product_name, sku_name, quantity }: OrdersLine): string {
  return [product_name, sku_name, ...(quantity > 1 ? [`× ${quantity}`] : [])].filter((part) => part !== "").join(" ");
}

/** The end of an order's number, by which staff and customers tell orders apart. */
export function tailOf(number: string): string {
  return number.slice(-6);
}
