/** Tables that somebody opens in Excel, and files that they give us. */

/** What Excel and its like take for a formula, whoever wrote it: also as Chinese keyboards type it, and behind blanks. */
const FORMULA = /^[ \u00a0\u3000]*[=+\-@\t\r\n＝＋－＠]/;

/** A table as a CSV that Excel reads as UTF-8. A cell that a program would take for a formula stays a text; a number below
 *  none is none. */
export function sheetOf(lines: readonly (readonly string[])[]): string {
  const cell = (text: string): string => {
    const safe = FORMULA.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Gives somebody a file of ours to keep. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** What a file says, in UTF-8 or in what Excel writes in China. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** What one request takes, in bytes; a table has some hundreds of lines. */
const MOST_BYTES = 240_000;
/** What the API takes as text, in letters. */
const MOST_LETTERS = 200_000;

export function isTooLarge(csv: string): boolean {
  return csv.length > MOST_LETTERS || new TextEncoder().encode(JSON.stringify(csv)).length > MOST_BYTES;
}
