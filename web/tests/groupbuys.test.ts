import { expect, test } from "vitest";

import type { GroupbuysActivity, GroupbuysBooks } from "@client";

import { bodyOf, editOf, editsOf, EMPTY, rebased } from "../src/console/groupbuys/draft";
import { balanceOf, seatsOf } from "../src/console/groupbuys/standing";

const ACTIVITY: GroupbuysActivity = {
  activity_id: "a", closes_at: "2026-11-30T15:59:30.000Z", created_at: "2026-11-01T00:00:00.000Z", created_by: null, edited_at: null, edited_by: null, hold: 15, name: "三人团", new_only: false,
  opens_at: "2026-11-20T00:00:00.000Z", per_member: 1, picture_url: "", private_price: 9900, problem: null, product_name: "茶", revision: 2, sku_id: "s", sku_name: "", state: "open", stock: 20, stop: null,
  stopped_at: null, team_life: 1440, team_price: 6900, team_size: 3,
};
const BOOKS: GroupbuysBooks = {
  as_of: "", counted_at: "", failed: 1, held: 1, job_id: "j", left: 17, money_in: 20700, money_kept: 13800, money_refunded: 6900, money_refunding: 0, open: 0, seats_paid: 3, sold: 2, stock: 20, succeeded: 1, teams: 2,
};

test("what is typed becomes a group-buy, in fen, minutes and the corp's clocks", () => {
  const draft = { ...EMPTY, name: "三人团", sku: "s", price: 6900, opens: "2026-11-28T10:00", closes: "2026-11-30T10:00", stock: 20, hours: 1.5 };
  expect(bodyOf(draft)).toMatchObject({ team_price: 6900, team_life: 90, hold: 15, opens_at: "2026-11-28T10:00:00+08:00", stock: 20, new_only: false });
});

test("an end that nobody touched is sent as it was", () => {
  expect(editOf(editsOf(ACTIVITY), ACTIVITY)).toEqual({ name: "三人团", closes_at: ACTIVITY.closes_at, stock: 20, revision: 2 });
  expect(editOf({ ...editsOf(ACTIVITY), closes: "2026-12-01T10:00" }, ACTIVITY).closes_at).toBe("2026-12-01T10:00:00+08:00");
});

test("somebody else's change is taken under what was typed", () => {
  expect(rebased({ ...editsOf(ACTIVITY), stock: 30 }, ACTIVITY, { ...ACTIVITY, name: "春茶三人团" })).toMatchObject({ name: "春茶三人团", stock: 30 });
});

test("books add up, or say by how much they do not", () => {
  expect(balanceOf(BOOKS, false)).toEqual({ money: 0, stock: 0, returned: 0 });
  expect(balanceOf({ ...BOOKS, money_kept: 13700, sold: 1 }, false)).toEqual({ money: 100, stock: 1, returned: 0 });
});

test("pieces that went back to the product after the end are not missing", () => {
  expect(balanceOf({ ...BOOKS, left: 0 }, true)).toEqual({ money: 0, stock: 0, returned: 17 });
  expect(balanceOf({ ...BOOKS, left: 0 }, false).stock).toBe(17);
});

test("each seat of a team is paid, held or free", () => {
  expect(seatsOf({ size: 3, taken: 2, paid: 1 })).toEqual(["paid", "held", "free"]);
});
