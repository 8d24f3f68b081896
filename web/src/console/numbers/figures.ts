/** Figures of some days, together and beside those that they are held against. */

import type { CountersMetric, CountersNumberLine, CountersNumbers } from "@client";
import { yuan } from "@ui/money";
import { spoken } from "@words";

import { daysIn } from "./ranges";
import { numbers } from "./words";

export const valueOf = (line: CountersNumberLine | undefined, name: string): number => line?.figures[name]?.value ?? 0;

/** True of a day on which numbers were counted: of those before the first nothing is known. */
export const isCounted = (of: CountersNumbers, day: string): boolean => of.counted_since !== null && day >= of.counted_since;

/** Of numbers by day: a number on all of its days. */
export function sumOf(of: CountersNumbers, name: string): number {
  return of.lines.reduce((sum, line) => sum + valueOf(line, name), 0);
}

/** How many of its days nothing is known of. */
export function unknownIn(of: CountersNumbers): number {
  return daysIn(of).filter((day) => !isCounted(of, day)).length;
}

/** ¥1,234.50 or 1,234. */
export function shown(unit: CountersMetric["unit"] | undefined, value: number): string {
  if (unit === "fen") return yuan(value);
  return `${value < 0 ? "−" : ""}${Math.abs(value).toLocaleString(spoken() === "en" ? "en" : "zh-CN")}`;
}

/** A number beside the one before: more or fewer, by how much and by how many per cent. past: what that is called. */
export function change(of: CountersMetric, now: number, before: number, past: string): string {
  const said = numbers.value.change;
  if (now === before) return said.same(past);
  const by = shown(of.unit, Math.abs(now - before));
  if (before === 0) return said.fromNone(past, by, now > 0);
  // Of a number below none a share says nothing.
  const share = before > 0 ? shareOf(Math.abs(now - before) / before) : "";
  return now > before ? said.more(past, by, share) : said.less(past, by, share);
}

function shareOf(part: number): string {
  const percent = part * 100;
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent).toLocaleString("en-US")}%`;
}

/** What is counted, as it is shown: money is in yuan here. */
export function meaningOf(of: CountersMetric): string {
  return spoken() === "en" ? of.means_en.replace(/, in fen\b/, "") : of.means_zh.replace("，单位分", "");
}

/** Of numbers by the hour: each hour of the day, all days together. */
export function byHour(of: CountersNumbers): ReadonlyArray<CountersNumberLine> {
  const names = of.metrics.map((one) => one.metric);
  return Array.from({ length: 24 }, (_, hour) => {
    const lines = of.lines.filter((line) => Number(line.key.slice(11, 13)) === hour);
    const sum = (name: string): number => lines.reduce((all, line) => all + valueOf(line, name), 0);
    const figures = Object.fromEntries(names.map((name) => [name, { value: sum(name), p50_ms: null, p95_ms: null }]));
    return { key: String(hour), name: "", figures };
  });
}
