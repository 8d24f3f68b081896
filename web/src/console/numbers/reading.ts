/** All that a question is answered by, read together: what is shown belongs together. */

import type { CountersNumbers } from "@client";

import { siyu, troubleOf, type Trouble } from "../../api";
import type { Question } from "./asked";
import type { Span } from "./ranges";

/** days, past: day by day. split, splitPast: by what else is asked; trouble: why that cannot be told. */
export interface View {
  readonly question: Question;
  readonly days: CountersNumbers;
  readonly past: CountersNumbers;
  readonly split: CountersNumbers | null;
  readonly splitPast: CountersNumbers | null;
  readonly trouble: Trouble | null;
}

/** Null while no days are chosen. */
export async function read(question: Question): Promise<View | null> {
  const { span, before, by, names, columns, drawn, of } = question;
  if (span === null || before === null) return null;
  const numbers = (metric: readonly string[], group: CountersNumbers["by"], { since, until }: Span) =>
    siyu.numbers.readNumbers({ metric: metric.join(","), by: group, from: since, to: until, of });
  const isOfThings = by !== "day" && by !== "hour";
  // The greatest of what is drawn come first: of very many the others are not told.
  const first = [drawn, ...columns.filter((name) => name !== drawn)];
  const split = Promise.all([by === "day" ? null : numbers(first, by, span), isOfThings ? numbers(first, by, before) : null]);
  const [days, past, told] = await Promise.all([numbers(names, "day", span), numbers(names, "day", before), split.catch(troubleOf)]);
  return "code" in told
    ? { question, days, past, split: null, splitPast: null, trouble: told }
    : { question, days, past, split: told[0], splitPast: told[1], trouble: null };
}
