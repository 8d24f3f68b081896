/** Which days are looked at, and which days they are held against. Days are the corp's: 2026-11-26. */

export const RANGES = ["today", "yesterday", "7", "31", "month", "own"] as const;
export type Range = (typeof RANGES)[number];
export const AGAINST = ["before", "year"] as const;
export type Against = (typeof AGAINST)[number];

/** Both days are in it. */
export interface Span {
  readonly since: string;
  readonly until: string;
}

const A_DAY = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

export function later(day: string, days: number): string {
  return dayAt(at(day) + days * A_DAY);
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && dayAt(at(text)) === text;
}

export function lengthOf({ since, until }: Span): number {
  return Math.round((at(until) - at(since)) / A_DAY) + 1;
}

export function daysIn(span: Span): readonly string[] {
  return Array.from({ length: Math.max(0, lengthOf(span)) }, (_, place) => later(span.since, place));
}

/** Whole days alone, but of today, of the month and of what somebody chose; null while that is not chosen whole. */
export function spanOf(range: Range, today: string, own: Span): Span | null {
  switch (range) {
    case "today":
      return { since: today, until: today };
    case "yesterday":
      return { since: later(today, -1), until: later(today, -1) };
    case "7":
    case "31":
      return { since: later(today, -Number(range)), until: later(today, -1) };
    case "month":
      return { since: `${today.slice(0, 8)}01`, until: today };
    case "own":
      return isDay(own.since) && isDay(own.until) && own.since <= own.until ? own : null;
  }
}

/** The days before: as many, of a month the same days of the last one; or these very days a year before. */
export function beforeOf(span: Span, range: Range, against: Against): Span {
  if (against === "year") return { since: moved(span.since, -12), until: moved(span.until, -12) };
  if (range === "month") return { since: moved(span.since, -1), until: moved(span.until, -1) };
  return { since: later(span.since, -lengthOf(span)), until: later(span.since, -1) };
}

/** So many months later; the last day of that month where it has no such day. */
function moved(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayAt(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}
