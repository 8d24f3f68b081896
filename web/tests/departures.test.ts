import { expect, test } from "vitest";

import type { DeparturesHoldings } from "@client";

import { bodyOf, countOf, draftOf, isEmpty, offers } from "../src/console/departures/draft";
import { sharedOut } from "../src/ui/shares";

const HELD: DeparturesHoldings = {
  staff: { userid: "liming", name: "李明" },
  has_left: false,
  customers: 7,
  groups: 0,
  live_codes: ["门口立牌"],
  adopted_ways: [],
  stores: [],
  posts: [],
  tasks: [{ post_id: "p1", name: "周末", at: "2026-11-26T02:00:00Z", targets: 12 }],
  follow_ups: 0,
  posts_beyond: false,
  role: { role: "adviser", name: "导购顾问", is_over: false },
  welcomes: [],
  being_handed_over: null,
  taking_over: [],
};
const taker = { userid: "wangfang", name: "王芳", weight: 1 };

test("all that somebody has goes by default, but the role of who is still there", () => {
  const draft = draftOf(HELD);
  expect(draft.parts).toMatchObject({ live_codes: true, customers: true, tasks: true, groups: false, role: false });
  const body = bodyOf({ ...draft, takers: [taker] }, HELD);
  expect(body).toMatchObject({ staff: "liming", takers: [{ userid: "wangfang", weight: 1 }], groups: true, stores: true, role: false, message: "" });
});

test("when a part is left out, what they have none of is left out too", () => {
  const draft = draftOf(HELD);
  const body = bodyOf({ ...draft, parts: { ...draft.parts, customers: false }, takers: [taker] }, HELD);
  expect(body).toMatchObject({ live_codes: true, customers: false, groups: false, stores: false });
});

test("customers of who has left are told nothing, and a role that is over is none", () => {
  const gone = { ...HELD, has_left: true, role: { role: "adviser", name: "导购顾问", is_over: true } };
  expect(bodyOf({ ...draftOf(gone), message: "您好" }, gone)).not.toHaveProperty("message");
  expect([countOf(gone, "role"), countOf(gone, "tasks"), countOf(gone, "live_codes")]).toEqual([0, 12, 1]);
});

test("posts that nobody looked at are somebody's to say about", () => {
  const none = { ...HELD, customers: 0, live_codes: [], tasks: [], role: null };
  expect([isEmpty(none), offers(none, "posts")]).toEqual([true, false]);
  const beyond = { ...none, posts_beyond: true };
  expect([isEmpty(beyond), offers(beyond, "posts")]).toEqual([false, true]);
});

test("shares by weight add up", () => {
  expect(sharedOut(7, [taker, { ...taker, weight: 2 }])).toEqual([2, 5]);
  expect(sharedOut(10, [taker, taker, taker]).reduce((sum, one) => sum + one, 0)).toBe(10);
  expect(sharedOut(3, [])).toEqual([]);
  expect(sharedOut(3, [{ ...taker, weight: 0 }])).toEqual([0]);
});
