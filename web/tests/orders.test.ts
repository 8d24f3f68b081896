import { expect, test } from "vitest";

import type { OrdersLedgerLine } from "@client";

import { moneyLines, saidOf, sumOf, withoutNumber } from "../src/console/orders/ledger";
import { sellerOf } from "../src/console/orders/finding";
import { goodsOf, isUnderWay, leftOf, refundStanding } from "../src/console/orders/standing";

const line = (kind: OrdersLedgerLine["kind"], fen: number): OrdersLedgerLine => ({ at: "2026-11-27T05:00:00.000Z", kind, fen, ref: "", note: "" });

test("only what came and what is back moves money, and together they are what is left", () => {
  const lines = moneyLines([line("placed", 0), line("paid", 11800), line("refund_asked", 900), line("refunded", 900), line("refund_asked", 500), line("refund_withdrawn", 500)]);
  expect(lines.map((one) => one.fen)).toEqual([11800, -900]);
  expect(sumOf(lines)).toBe(leftOf({ came_in: 11800, went_back: 900, going_back: 0 }));
});

test("what is on its way back is left no more", () => {
  expect(leftOf({ came_in: 11800, went_back: 900, going_back: 10900 })).toBe(0);
});

test("a refund that was not taken is stuck, and is not waited for", () => {
  const problem = { about: "", at: "", code: "RefundNotTaken", zh: "未受理", en: "not taken", errcode: 0, remedy: "retry" as const };
  expect(refundStanding("asked", true).tone).toBe("wrong");
  expect(refundStanding("asked", false).tone).toBe("warn");
  const refund = { acknowledged: [], amount: 500, asked_at: "", is_refused_for_good: true, member_id: "m", number: "N", origin: "ours" as const, reason: "", refund_number: "R", refused: "X", state: "asked" as const, succeeded_at: "", total: 500, trouble: [], withdrawn_at: "" };
  expect(isUnderWay({ ...refund, problem })).toBe(false);
  expect(isUnderWay({ ...refund, problem: null })).toBe(true);
});

test("who said what came of it is read from the line that keeps it", () => {
  expect(saidOf("2026-11-27T05:00:00.000Z operator:boss: 已在商户平台改退: 完")).toEqual({ at: "2026-11-27T05:00:00.000Z", actor: "operator:boss", text: "已在商户平台改退: 完" });
  expect(saidOf("不成行")).toEqual({ at: "", actor: "", text: "不成行" });
});

test("where it was sold stands in the address as one word", () => {
  expect(sellerOf("groupbuy:a1")).toEqual({ seller_kind: "groupbuy", seller_id: "a1" });
  expect(sellerOf("shop")).toEqual({ seller_kind: "shop", seller_id: "" });
  expect(sellerOf("")).toEqual({ seller_kind: "", seller_id: "" });
});

test("goods and sentences are said as people say them", () => {
  const tea = { product_name: "碧螺春", sku_name: "100 克", sku_id: "s", quantity: 2, price: 5900, off: 0, amount: 11800 };
  expect(goodsOf(tea)).toBe("碧螺春 100 克 × 2");
  expect(goodsOf({ ...tea, quantity: 1, sku_name: "" })).toBe("碧螺春");
  expect(withoutNumber("订单 KJ6 已支付 ¥118", "KJ6")).toBe("已支付 ¥118");
  expect(withoutNumber("下单 KJ6，应付 ¥118", "KJ6")).toBe("下单，应付 ¥118");
});
