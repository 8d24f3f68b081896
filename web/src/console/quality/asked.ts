/** Which days of replies are looked at, of whom and by what: all of it in the address. */

import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { QualityBy } from "@client";
import { dayOf } from "@ui/moments";

import { lengthOf, spanOf, type Span } from "../numbers/ranges";
import type { Order } from "./reading";

/** WeCom tells of a day on the next: today is none of them. */
export const RANGES = ["yesterday", "7", "31", "own"] as const;
export type Range = (typeof RANGES)[number];
export const BYS: readonly QualityBy[] = ["staff", "store", "day"];
export const ORDERS: readonly Order[] = ["replied", "slow", "chats"];
/** So many days at once, as the API has it. */
export const MOST = 31;

export interface Question {
  readonly range: Range;
  readonly by: QualityBy;
  readonly order: Order;
  readonly staff: string;
  readonly own: Span;
  /** null while it is not chosen whole, or is too long. */
  readonly span: Span | null;
  readonly isTooLong: boolean;
}

export interface Asked {
  readonly question: ComputedRef<Question>;
  readonly yesterday: string;
  /** Changes some of it; '' for what goes back to how it begins. */
  set(some: Readonly<Record<string, string>>): void;
}

export function asked(): Asked {
  const [route, router] = [useRoute(), useRouter()];
  const path = route.path;
  const said = (name: string): string => String(route.query[name] ?? "");
  const one = <Choice extends string>(name: string, of: readonly Choice[], first: Choice): Choice => of.find((choice) => choice === said(name)) ?? first;

  function read(): Question {
    const range = one("range", RANGES, "7");
    const own = { since: said("from"), until: said("to") };
    const span = spanOf(range, dayOf(new Date()), own);
    const isTooLong = span !== null && lengthOf(span) > MOST;
    return { range, by: one("by", BYS, "staff"), order: one("order", ORDERS, "replied"), staff: said("staff"), own, span: isTooLong ? null : span, isTooLong };
  }

  // While another screen opens, the address is that one's.
  let last = read();
  const question = computed(() => (route.path === path ? (last = read()) : last));
  return {
    question,
    // A page that is left open overnight is asked on another day.
    get yesterday() {
      return dayOf(new Date(), -1);
    },
    set(some) {
      const all = Object.fromEntries(Object.keys(route.query).map((name) => [name, said(name)]));
      void router.replace({ query: Object.fromEntries(Object.entries({ ...all, ...some }).filter(([, value]) => value !== "")) });
    },
  };
}
