/** Numbers day by day, as they are drawn and read. */

import type { CountersNumbers } from "@client";

import { dayOf } from "./moments";

export interface Day {
  readonly day: string;
  /** In the order that was asked for. */
  readonly values: readonly number[];
}

const A_DAY = 86_400_000;

/** Every day of an answer, also those on which nothing was counted. A day may take back more than came: that is none. */
export function daysOf({ since, until, lines }: CountersNumbers, names: readonly string[]): Day[] {
  const by = new Map(lines.map((line) => [line.key, line.figures]));
  const days: Day[] = [];
  for (let at = new Date(`${since}T00:00:00+08:00`); dayOf(at) <= until; at = new Date(at.getTime() + A_DAY)) {
    const figures = by.get(dayOf(at));
    days.push({ day: dayOf(at), values: names.map((name) => Math.max(0, figures?.[name]?.value ?? 0)) });
  }
  return days;
}

/** 11/26 */
export function short(day: string): string {
  return day.slice(5).replace("-", "/");
}
