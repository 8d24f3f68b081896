/** Where what waits is seen to: the console's page of a kind, and of one thing of it. */

import type { TodoKind } from "@client";

interface Way {
  readonly all: string;
  one(id: string): string;
}

const at = (path: string, query = ""): Way => ({ all: path + query, one: (id) => `${path}/${encodeURIComponent(id)}` });

const REVIEW: Way = { all: "/review", one: (id) => `/review?item=${encodeURIComponent(id)}` };

export const WAYS: Readonly<Record<TodoKind, Way>> = {
  money: { all: "/refunds", one: () => "/refunds" },
  post_problems: at("/posts", "?trouble=1"),
  live_codes: at("/live-codes", "?trouble=1"),
  leavers: { all: "/departures", one: (id) => `/departures/new?of=${encodeURIComponent(id)}` },
  review_content: REVIEW,
  review_compliance: REVIEW,
  review_business: REVIEW,
  unsent: at("/posts"),
  sold_out: at("/products"),
  coupons_low: at("/coupons"),
  coupons_ending: at("/coupons"),
  groupbuys_ending: at("/group-buys"),
  asides: { all: "/asides", one: () => "/asides" },
  // Engineers alone try them again: the line says whom to ask for what.
  dead_letters: { all: "/asides", one: () => "/asides" },
};
