/** What came of a coupon, day by day. */

import type { CountersNumbers } from "@client";
import { dayOf } from "@ui/moments";

export interface Day {
  readonly day: string;
  readonly claims: number;
  readonly redemptions: number;
}

/** Every day of an answer, also those on which nothing was counted. A day may take back more than it redeemed: that is
 *  none of it. */
export function daysOf({ since, until, lines }: CountersNumbers): Day[] {
  const by = new Map(lines.map((line) => [line.key, line.figures]));
  const days: Day[] = [];
  for (let at = new Date(`${since}T00:00:00+08:00`); dayOf(at) <= until; at = new Date(at.getTime() + 86_400_000)) {
    const figures = by.get(dayOf(at));
    const value = (name: string): number => Math.max(0, figures?.[name]?.value ?? 0);
    days.push({ day: dayOf(at), claims: value("claims"), redemptions: value("net_redemptions") });
  }
  return days;
}

/** 11/26 */
export function short(day: string): string {
  return day.slice(5).replace("-", "/");
}
