/** What was taken out of a text and what was put in, word by word. */

export interface Part {
  readonly what: "same" | "removed" | "added";
  readonly text: string;
}

/** Longer texts are compared sign by sign no more: a table of so many squares is made at most. */
const MOST = 4_000_000;

export function partsOf(before: string, after: string): Part[] {
  const [was, now] = [wordsOf(before), wordsOf(after)];
  let [head, tail] = [0, 0];
  while (head < Math.min(was.length, now.length) && was[head] === now[head]) head += 1;
  while (tail < Math.min(was.length, now.length) - head && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const [old, young] = [was.slice(head, was.length - tail), now.slice(head, now.length - tail)];
  const middle: Part[] =
    old.length * young.length > MOST
      ? [{ what: "removed", text: old.join("") }, { what: "added", text: young.join("") }]
      : compared(old, young);
  return joined([{ what: "same", text: was.slice(0, head).join("") }, ...middle, { what: "same", text: was.slice(was.length - tail).join("") }]);
}

/** Where a browser knows no words, sign by sign. */
function wordsOf(text: string): string[] {
  if (!("Segmenter" in Intl)) return [...text];
  return Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), (one) => one.segment);
}

/** By the longest sequence that both hold. */
function compared(was: readonly string[], now: readonly string[]): Part[] {
  const width = now.length + 1;
  const common = new Uint16Array((was.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = was.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      common[row * width + column] = was[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const parts: Part[] = [];
  let [row, column] = [0, 0];
  while (row < was.length || column < now.length) {
    if (row < was.length && column < now.length && was[row] === now[column]) {
      parts.push({ what: "same", text: was[row] ?? "" });
      [row, column] = [row + 1, column + 1];
    } else if (column >= now.length || (row < was.length && at(row + 1, column) >= at(row, column + 1))) {
      parts.push({ what: "removed", text: was[row] ?? "" });
      row += 1;
    } else {
      parts.push({ what: "added", text: now[column] ?? "" });
      column += 1;
    }
  }
  return parts;
}

function joined(parts: readonly Part[]): Part[] {
  const all: { what: Part["what"]; text: string }[] = [];
  for (const { what, text } of parts) {
    const last = all.at(-1);
    if (text === "") continue;
    if (last?.what === what) last.text += text;
    else all.push({ what, text });
  }
  return all;
}
