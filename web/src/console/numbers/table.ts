/** The table of what is looked at, as it is shown and as a file has it. */

import type { CountersMetric, CountersNumberLine } from "@client";
import { short } from "@ui/days";
import { told } from "@words";

import type { Kind } from "./metrics";
import { byHour, isCounted, valueOf } from "./figures";
import { later, lengthOf } from "./ranges";
import type { View } from "./reading";
import { numbers } from "./words";

/** values, before: in the order of the columns; null for a day of which nothing is known, and for what is not compared. */
export interface Line {
  readonly key: string;
  readonly label: string;
  readonly kind: Kind | null;
  readonly values: ReadonlyArray<number | null>;
  readonly before: ReadonlyArray<number | null> | null;
}

export const columnsOf = ({ question, days }: View): readonly CountersMetric[] =>
  question.columns.flatMap((name) => days.metrics.find((one) => one.metric === name) ?? []);

const figuresOf = (line: CountersNumberLine | undefined, { question }: View): readonly number[] => question.columns.map((name) => valueOf(line, name));

/** 11/26 周四 */
export function dayAs(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return `${short(day)} ${numbers.value.weekdays[at.getUTCDay()] ?? ""}`;
}

export function linesOf(view: View): readonly Line[] {
  const { question, days, past, split, splitPast } = view;
  if (question.by === "day") {
    const of = (from: typeof days, day: string): ReadonlyArray<number | null> => {
      if (!isCounted(from, day)) return question.columns.map(() => null);
      return figuresOf(from.lines.find((line) => line.key === day), view);
    };
    // The days that are held against each other begin together; a month may be longer than the one before.
    const most = lengthOf(past);
    return days.lines.map((line, place) => {
      const before = place < most ? of(past, later(past.since, place)) : question.columns.map(() => null);
      return { key: line.key, label: dayAs(line.key), kind: null, values: of(days, line.key), before };
    });
  }
  if (split === null) return [];
  if (question.by === "hour") {
    return byHour(split).map((line) => ({ key: line.key, label: numbers.value.hourOf(line.key), kind: null, values: figuresOf(line, view), before: null }));
  }
  const kind = question.by;
  const drawn = question.drawn;
  const earlier = new Map(splitPast?.lines.map((line) => [line.key, line]));
  const lines = [...split.lines].sort((a, b) => valueOf(b, drawn) - valueOf(a, drawn));
  return lines.map((line) => ({
    key: line.key,
    label: line.name,
    kind,
    values: figuresOf(line, view),
    before: figuresOf(earlier.get(line.key), view),
  }));
}

const cell = (of: CountersMetric, value: number | null): string => (value === null ? "" : of.unit === "fen" ? (value / 100).toFixed(2) : String(value));

/** past: what the days before are called. */
export function sheetLines(view: View, past: string): readonly (readonly string[])[] {
  const [columns, lines, said] = [columnsOf(view), linesOf(view), numbers.value];
  const isOfThings = lines.some((line) => line.kind !== null);
  const hasBefore = lines.some((line) => line.before !== null);
  const names = columns.map(nameOf);
  const head = [said.columns[view.question.by], ...(isOfThings ? [said.id] : []), ...names, ...(hasBefore ? names.map((name) => `${name}（${past}）`) : [])];
  const cells = (values: Line["before"]): string[] => columns.map((one, place) => cell(one, values?.[place] ?? null));
  const first = (line: Line): string[] => (isOfThings ? [line.label, line.key] : [view.question.by === "day" ? line.key : line.label]);
  return [head, ...lines.map((line) => [...first(line), ...cells(line.values), ...(hasBefore ? cells(line.before) : [])])];
}

export function nameOf(of: CountersMetric): string {
  return told(of);
}
