import { expect, test } from "vitest";

import type { CouponsTemplate } from "@client";

import { bodyOf, budgetOf, draftOf, editOf, editsOf, rebased, waysOf } from "../src/console/coupons/draft";
import { percent, ruleOf, stateOf } from "../src/console/coupons/terms";

const COUPON: CouponsTemplate = {
  template_id: "t1",
  name: "会员日券",
  usage: "",
  amount_off: 1990,
  threshold: 10000,
  stock: 100,
  per_member: 2,
  valid_days: 7,
  claim_from: "",
  claim_until: "2026-11-30T15:59:30.000Z",
  claimable_by: ["live_code", "post"],
  created_at: "2026-11-01T00:00:00.000Z",
  created_by: null,
  edited_at: null,
  edited_by: null,
  problem: null,
  revision: 3,
  state: "open",
};

test("what is typed becomes a coupon, in fen and by the corp's clocks", () => {
  const draft = { ...draftOf(null), name: "券", threshold: 10000, amountOff: 1990, stock: 50, claimUntil: "2026-11-30T23:59" };
  expect(bodyOf(draft)).toMatchObject({ threshold: 10000, amount_off: 1990, stock: 50, claim_from: null, claim_until: "2026-11-30T23:59:00+08:00" });
  expect(bodyOf({ ...draft, kind: "flat" }).threshold).toBe(0);
  expect(budgetOf(draft)).toBe(99500);
  expect(budgetOf({ amountOff: null, stock: 50 })).toBe(null);
});

test("open to anybody, a coupon is open to every way", () => {
  expect(waysOf({ isOpen: true, ways: [] })).toEqual(["anyone", "live_code", "post", "operator"]);
  expect(waysOf({ isOpen: false, ways: ["post", "live_code"] })).toEqual(["live_code", "post"]);
});

test("a coupon like another takes its worth, and not its days", () => {
  const like = draftOf(COUPON, "会员日券（新）");
  expect(like).toMatchObject({ name: "会员日券（新）", amountOff: 1990, perMember: 2, claimUntil: "", isOpen: false, ways: ["live_code", "post"] });
});

test("an end that nobody touched is sent to the second", () => {
  expect(editOf(editsOf(COUPON), COUPON)).toMatchObject({ claim_until: COUPON.claim_until, stock: 100, revision: 3 });
  expect(editOf({ ...editsOf(COUPON), claimUntil: "" }, COUPON).claim_until).toBe(null);
});

test("what another changed meanwhile stays where one did not type", () => {
  const mine = { ...editsOf(COUPON), usage: "堂食可用" };
  expect(rebased(mine, COUPON, { ...COUPON, stock: 70, revision: 4 })).toMatchObject({ usage: "堂食可用", stock: 70 });
});

test("a rule is a sentence, and what is gone is said to be", () => {
  expect(ruleOf(COUPON)).toMatch(/100.*19\.90|19\.90.*100/);
  expect(ruleOf({ threshold: 0, amount_off: 500 })).toContain("5");
  expect(stateOf({ state: "open", left: 0 }).tone).toBe("wrong");
  expect(stateOf({ state: "ended", left: 0 }).tone).toBe("quiet");
  expect([percent(1, 1000), percent(2, 3), percent(0, 9)]).toEqual(["<1%", "67%", "0%"]);
});
