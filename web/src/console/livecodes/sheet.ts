/** The table of live codes that somebody fills in, and what is said of its lines before anything is made. */

import type { JobsJob, LivecodesCodesPreview, LivecodesLineToMake } from "@client";

import { saidIn } from "@ui/jobs";
import { sheetOf } from "@ui/sheets";
import { spoken } from "@words";

/** The heads that our reader of such tables knows, and lines as they may be; the second leaves open what may be. */
const TEMPLATE = {
  zh: [
    ["名称", "员工", "欢迎语", "标签", "门店", "优惠券"],
    ["人民广场店门口立牌", "liming:2；wangfang", "您好，我是您的专属顾问，有事随时找我。", "到店顾客；新客", "SH01", ""],
    ["静安店收银台", "wangfang", "您好，欢迎光临静安店。", "", "", ""],
  ],
  en: [
    ["name", "staff", "welcome", "tags", "store", "coupon"],
    ["People's Square, door", "liming:2;wangfang", "Hello, ask me anything.", "visitor;new", "SH01", ""],
    ["Jing'an, till", "wangfang", "Welcome to Jing'an.", "", "", ""],
  ],
};

export function template(): string {
  return sheetOf(TEMPLATE[spoken()]);
}

export type Fate = "made" | "before" | "wrong";

/** Why a line is left out. field: the column as the API calls it, '' for the whole line. */
export interface Reason {
  readonly field: string;
  readonly text: string;
}

/** A line of the table, and what becomes of it. code: what it made before. made: what it would make. */
export interface Line {
  readonly line: number;
  readonly name: string;
  readonly fate: Fate;
  readonly reasons: readonly Reason[];
  readonly code: string;
  readonly made: LivecodesLineToMake | null;
}

/** Every line once, as they stand in the table; one may be wrong for several reasons. */
export function linesOf(seen: LivecodesCodesPreview): readonly Line[] {
  const lines = new Map<number, Line>();
  for (const one of seen.to_make) lines.set(one.line, { line: one.line, name: one.name, fate: "made", reasons: [], code: "", made: one });
  for (const one of seen.wrong) {
    const reason = { field: one.field, text: spoken() === "en" ? one.en : one.zh };
    const before = lines.get(one.line)?.reasons ?? [];
    const fate = one.code === null ? "wrong" : "before";
    lines.set(one.line, { line: one.line, name: one.name, fate, reasons: [...before, reason], code: one.code ?? "", made: null });
  }
  return [...lines.values()].sort((a, b) => a.line - b.line);
}

/** What an import has done so far, as its job says it. One of an earlier release counted what was there as left out. */
export function doneBy({ result, done, failed }: Pick<JobsJob, "result" | "done" | "failed">): Readonly<Record<Fate, number>> {
  return { made: saidIn(result, "made") ?? done, before: saidIn(result, "before") ?? 0, wrong: failed };
}

export function countsOf(lines: readonly Line[]): Readonly<Record<Fate, number>> {
  const of = (fate: Fate): number => lines.filter((one) => one.fate === fate).length;
  return { made: of("made"), before: of("before"), wrong: of("wrong") };
}
