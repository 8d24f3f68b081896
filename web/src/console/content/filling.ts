/** What stands for variables where a text is looked at: it says nothing itself, so who shows a message reads no words. */

import type { ContentContentVersion } from "@client";

import { dayOf } from "@ui/moments";
import { yuan } from "@ui/money";

export type Variable = ContentContentVersion["variables"][number];

/** What whoever sends supplies; it needs no declaration. */
export const BUILT_IN = ["customer_name", "staff_name", "corp_name", "send_date"] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

/** What customers read is Chinese, whatever language the operator reads. Without a name the server says these. */
const NAMED = { customer_name: "小雨", staff_name: "李丽" };
const UNNAMED = { customer_name: "您", staff_name: "您的专属顾问", corp_name: "我们" };

export const PLACEHOLDER = /\{\{ *([a-z][a-z0-9_]{0,29}) *\}\}/g;

/** Values to look at: names as they might be, or what is said where no name is known. */
export function samples(corp: string, isNamed: boolean, now: Date = new Date()): Record<BuiltIn, string> {
  const send_date = dated(dayOf(now));
  return isNamed ? { ...NAMED, corp_name: corp || UNNAMED.corp_name, send_date } : { ...UNNAMED, send_date };
}

/** A text as the phone shows it: ¥12.50, 11月21日. What is no variable is left out, as the server does. */
export function filled(text: string, variables: readonly Variable[], values: Readonly<Record<string, string>>): string {
  const shown = new Map(Object.entries(values));
  for (const one of variables) shown.set(one.name, shownOf(one));
  return text.replace(PLACEHOLDER, (_, name: string) => shown.get(name) ?? "").replace(/\{\{+|\}\}+/g, "");
}

function shownOf(one: Variable): string {
  if (one.type === "money") return `${yuan(one.fallback).replace(/,|\.\d\d$/g, "")}.${String(Math.abs(one.fallback) % 100).padStart(2, "0")}`;
  return one.type === "date" ? dated(one.fallback) : String(one.fallback);
}

/** 11月21日 */
function dated(day: string): string {
  const [, month, date] = /^\d+-(\d+)-(\d+)/.exec(day) ?? [];
  return month && date ? `${Number(month)}月${Number(date)}日` : "";
}

/** The variables that texts use. */
export function usedIn(...texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].map((found) => found[1] ?? "")));
}

/** A text without one of its variables. */
export function without(text: string, name: string): string {
  return text.replace(PLACEHOLDER, (whole, found: string) => (found === name ? "" : whole));
}
