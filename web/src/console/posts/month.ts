/** A month as a calendar shows it: whole weeks from Monday on. */

import { dayOf } from "@ui/moments";

import { weekdayOf } from "./said";

export interface Square {
  readonly day: string;
  readonly isOfMonth: boolean;
}

const A_DAY = 86_400_000;

/** 2026-11 of a day or of what an address says; this month for anything else. */
export function monthOf(text: string, now: Date = new Date()): string {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text) ? text : dayOf(now).slice(0, 7);
}

/** So many months later. */
export function monthAfter(month: string, later: number): string {
  const at = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + later, 1));
  return at.toISOString().slice(0, 7);
}

export function weeksOf(month: string): Square[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  let day = first - weekdayOf(`${month}-01`) * A_DAY;
  const weeks: Square[][] = [];
  do {
    weeks.push(Array.from({ length: 7 }, (_, place) => square(day + place * A_DAY, month)));
    day += 7 * A_DAY;
  } while (new Date(day).toISOString().slice(0, 7) === month);
  return weeks;
}

function square(at: number, month: string): Square {
  const day = new Date(at).toISOString().slice(0, 10);
  return { day, isOfMonth: day.slice(0, 7) === month };
}
