/** Where in a text a finding is: the word or the link that it is about, marked. */

import type { ContentContentFinding, ContentSeverity } from "@client";

export interface Piece {
  readonly text: string;
  readonly severity: ContentSeverity | null;
}

/** Blanks, marks and pictograms do not hide a word from lint, so they do not from us. */
const BETWEEN = "[\\s\\p{Cf}\\p{Mn}\\p{So}\\p{Sk}]*";

/** What a finding is about as it stands in a text; null for one about the whole field. */
export function aboutOf({ code, zh }: ContentContentFinding): string | null {
  if (code === "forbidden_word") return /“(.+?)”/.exec(zh)?.[1] ?? null;
  if (code === "undeclared_variable") return /变量 (\S+) 没有/.exec(zh)?.[1] ?? null;
  return code.startsWith("link_") ? (/https?:\/\/[!-~]+/i.exec(zh)?.[0] ?? /[a-z0-9-]+(?:\.[a-z0-9-]+)+/i.exec(zh)?.[0] ?? null) : null;
}

function patternOf(about: string): RegExp {
  const signs = [...about].map((sign) => sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(signs.join(BETWEEN), "giu");
}

/** True while a finding may still hold: what it is about stands in the text, or it is about the whole field. */
export function holds(finding: ContentContentFinding, text: string): boolean {
  const about = aboutOf(finding);
  return about === null || patternOf(about).test(text.normalize("NFKC"));
}

/** A text in pieces, each marked with the worst that is found in it. */
export function piecesOf(text: string, findings: readonly ContentContentFinding[]): Piece[] {
  const marks: (ContentSeverity | null)[] = Array.from({ length: text.length }, () => null);
  for (const finding of findings) {
    const about = aboutOf(finding);
    if (about === null) continue;
    for (const found of text.matchAll(patternOf(about))) {
      for (let at = found.index; at < found.index + found[0].length; at += 1) {
        if (marks[at] !== "error") marks[at] = finding.severity;
      }
    }
  }
  const pieces: { text: string; severity: ContentSeverity | null }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = pieces.at(-1);
    const severity = marks[at] ?? null;
    if (last && last.severity === severity) last.text += text.charAt(at);
    else pieces.push({ text: text.charAt(at), severity });
  }
  return pieces;
}
