/** Where the bars and lines of a chart lie: one step wide each, a hundred high. */

/** More are a line. */
export const MOST_BARS = 31;
const MOST_MARKS = 12;
/** Of the marks so many stand on a phone. */
const FEW_MARKS = 4;

type Values = ReadonlyArray<number | null>;
type Tone = "now" | "before";

interface Bar {
  readonly key: string;
  readonly tone: Tone;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  readonly most: number;
  readonly least: number;
  readonly zero: number;
  /** Of the first so many nothing is known. */
  readonly unknown: number;
  readonly bars: readonly Bar[];
  readonly now: string;
  readonly before: string;
}

/** Where nothing is known there is no bar, and a line is broken. */
export function drawingOf(now: Values, before: Values): Drawing {
  const known = [...now, ...before].filter((value) => value !== null);
  const [most, least] = [Math.max(0, ...known), Math.min(0, ...known)];
  const height = (value: number): number => (value / (most - least || 1)) * 100;
  const zero = height(most);
  const isPair = before.some((value) => value !== null);
  const bars = (values: Values, tone: Tone, x: number, width: number): Bar[] =>
    values.flatMap((value, place) =>
      value === null ? [] : [{ key: `${tone}${place}`, tone, x: place + x, y: value > 0 ? zero - height(value) : zero, width, height: Math.abs(height(value)) }],
    );
  const line = (values: Values): string =>
    values
      .map((value, place) => (value === null ? "" : `${values[place - 1] == null ? "M" : "L"}${place + 0.5} ${zero - height(value)}`))
      .filter(Boolean)
      .join(" ");
  return {
    most,
    least,
    zero,
    unknown: Math.max(0, now.findIndex((value) => value !== null)),
    bars: isPair ? [...bars(before, "before", 0.16, 0.3), ...bars(now, "now", 0.5, 0.34)] : bars(now, "now", 0.2, 0.6),
    now: line(now),
    before: line(before),
  };
}

/** What stands below: so many that none touches another. isWide: not on a phone. */
export function marksOf(lines: ReadonlyArray<{ readonly label: string }>): ReadonlyArray<{ readonly label: string; readonly left: number; readonly isWide: boolean }> {
  const step = Math.ceil(lines.length / MOST_MARKS);
  const shown = lines.flatMap((line, place) => (place % step === 0 ? [{ label: line.label.split(" ")[0] ?? "", left: ((place + 0.5) / lines.length) * 100 }] : []));
  const few = Math.ceil(shown.length / FEW_MARKS);
  return shown.map((one, place) => ({ ...one, isWide: place % few !== 0 }));
}
