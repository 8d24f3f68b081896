/** Money is a whole number of fen everywhere but before a person's eyes. */

/** ¥1,234.50; ¥20 when there are no fen. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? "−" : "";
  const [whole, part] = [Math.trunc(Math.abs(fen) / 100), Math.abs(fen) % 100];
  const cents = part === 0 ? "" : `.${String(part).padStart(2, "0")}`;
  return `${sign}¥${whole.toLocaleString("en-US")}${cents}`;
}

/** The same without its sign, for a sentence that says 元 itself. */
export function bare(fen: number): string {
  return yuan(fen).replace("¥", "");
}

/** The fen of what somebody typed as yuan; null when it is no amount. A comma parts thousands alone: 12,50 is no 1250. */
export function fenOf(typed: string): number | null {
  const found = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim().replace(/^[¥￥]/, ""));
  if (found === null) return null;
  return Number((found[1] ?? "").replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}
