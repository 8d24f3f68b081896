/** The ledger as money: only three kinds of its lines move any, and what they come to is what is left. */

import type { OrdersLedgerLine } from "@client";

const SIGNS: Readonly<Partial<Record<OrdersLedgerLine["kind"], 1 | -1>>> = { paid: 1, paid_late: 1, refunded: -1 };

/** Lines by which money came or went; what went is less than nothing. */
export function moneyLines(ledger: readonly OrdersLedgerLine[]): readonly OrdersLedgerLine[] {
  return ledger.flatMap((line) => {
    const sign = SIGNS[line.kind];
    return sign && line.fen !== 0 ? [{ ...line, fen: sign * line.fen }] : [];
  });
}

export function sumOf(lines: readonly OrdersLedgerLine[]): number {
  return lines.reduce((sum, line) => sum + line.fen, 0);
}

/** Who said at what time what came of it: it is kept as `time who: words`. */
export function saidOf(line: string): { at: string; actor: string; text: string } {
  const [, at = "", actor = "", text = line] = /^(\S+) (\S+): ([^]*)$/.exec(line) ?? [];
  return { at, actor, text };
}

/** A sentence of what happened, on the page of the order that it names: 订单 X 已支付 is 已支付 there. */
export function withoutNumber(text: string, number: string): string {
  return text.replace(` ${number}`, "").replace(/^订单 /, "");
}
