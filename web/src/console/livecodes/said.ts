/** What a welcome says: its variables as people name them, at which hour which text, and as a customer would read it. */

import { livecodes } from "./words";

const VARIABLES = ["customer_name", "staff_name", "corp_name", "send_date"] as const;
export type Variable = (typeof VARIABLES)[number];
export { VARIABLES };

/** {客户昵称} where {{customer_name}} is sent. */
export function readable(text: string): string {
  return VARIABLES.reduce((now, one) => now.replaceAll(`{{${one}}}`, `{${livecodes.value.variables[one]}}`), text);
}

export function sent(typed: string): string {
  return VARIABLES.reduce((now, one) => now.replaceAll(`{${livecodes.value.variables[one]}}`, `{{${one}}}`), typed);
}

/** A text with everything filled in. */
export function filled(text: string, values: Readonly<Record<Variable, string>>): string {
  return VARIABLES.reduce((now, one) => now.replaceAll(`{{${one}}}`, values[one]), text);
}

export interface Span {
  readonly since: string;
  readonly until: string;
}

export const DAY = 24 * 60;

/** 08:30 as minutes of the day; null while it is no time. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}

export function clockOf(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

/** Whether a moment of the day is within; until earlier than since is past midnight. */
export function isWithin({ since, until }: Span, at: number): boolean {
  const [from, to] = [minutesOf(since), minutesOf(until)];
  if (from === null || to === null) return false;
  return from < to ? at >= from && at < to : from > to && (at >= from || at < to);
}

/** Which of them holds at a moment of the day; -1 for none: then the usual welcome is said. */
export function placeAt(spans: readonly Span[], at: number): number {
  return spans.findIndex((one) => isWithin(one, at));
}

/** A stretch of the day in which one welcome is said. place: as in placeAt. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly place: number;
}

/** The day from midnight to midnight, in stretches. */
export function stretchesOf(spans: readonly Span[]): readonly Stretch[] {
  const edges = spans.flatMap((one) => [minutesOf(one.since), minutesOf(one.until)]).filter((one) => one !== null);
  const cuts = [...new Set([0, ...edges, DAY])].sort((a, b) => a - b);
  const found: Stretch[] = [];
  for (const [number, from] of cuts.slice(0, -1).entries()) {
    const [to, place] = [cuts[number + 1] ?? DAY, placeAt(spans, from)];
    const last = found.at(-1);
    if (last?.place === place) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, place });
  }
  return found;
}
