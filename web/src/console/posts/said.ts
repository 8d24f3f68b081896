/** Times and numbers of posts as people say them. */

import { dayOf, typedOf } from "@ui/moments";

import { posts } from "./words";

/** 今天 10:00, 明天 10:00, 11月28日 周六 10:00; with the year when it is another. */
export function timeOf(iso: string, now: Date = new Date()): string {
  if (iso === "") return "";
  return `${dayInWords(dayOf(new Date(iso)), now)} ${typedOf(iso).slice(11)}`;
}

/** A day of the corp's: 今天, 明天, 11月28日 周六. */
export function dayInWords(day: string, now: Date = new Date()): string {
  if (day === dayOf(now)) return posts.value.today;
  if (day === dayOf(now, 1)) return posts.value.tomorrow;
  const said = posts.value.dayOf(Number(day.slice(5, 7)), Number(day.slice(8, 10)), posts.value.weekdays[weekdayOf(day)] ?? "");
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? said : `${day.slice(0, 4)} ${said}`;
}

/** 0 for Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** 1,234 */
export function count(many: number): string {
  return many.toLocaleString("en-US");
}

/** 40%; less than one in a hundred is not nothing. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return "";
  const share = (part / whole) * 100;
  return `${share > 0 && share < 1 ? "<1" : Math.round(share)}%`;
}

/** Why somebody does not get it, in words: 客户拒收. */
export function reasonOf(code: string): string {
  const known: Readonly<Record<string, string>> = posts.value.reasons;
  if (code.startsWith("wecom_")) return posts.value.refusedByWecom(code.slice("wecom_".length));
  return known[code] ?? posts.value.reasonOther;
}

/** The most first; nothing that did not happen, and no delivery. */
export function reasonsOf(counts: Readonly<Record<string, number>>): ReadonlyArray<{ readonly reason: string; readonly count: number }> {
  const by = new Map<string, number>();
  for (const [code, many] of Object.entries(counts)) {
    if (code === "delivered" || many === 0) continue;
    by.set(reasonOf(code), (by.get(reasonOf(code)) ?? 0) + many);
  }
  return [...by].map(([reason, many]) => ({ reason, count: many })).sort((one, other) => other.count - one.count);
}
