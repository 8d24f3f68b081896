/** A number beside the same weekday's a week before, in words. */

import { yuan } from "@ui/money";

import { today } from "./words";

export function shown(name: string, value: number): string {
  return name === "paid" ? yuan(value) : value.toLocaleString("en-US");
}

export function change(name: string, now: number, before: number): string {
  const said = today.value;
  if (now === before) return said.same;
  if (before === 0) return said.first;
  const by = shown(name, Math.abs(now - before));
  return now > before ? said.up(by, shown(name, before)) : said.down(by, shown(name, before));
}
