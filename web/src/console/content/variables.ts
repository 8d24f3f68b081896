/** Variables as people name them: {客户昵称} in the fields, {{customer_name}} in what is sent to the server. */

import type { ContentContentVersion } from "@client";

import { dayOf } from "@ui/moments";
import { yuan } from "@ui/money";

import { content } from "./words";

export type Variable = ContentContentVersion["variables"][number];

/** What whoever sends supplies; it needs no declaration. */
export const BUILT_IN = ["customer_name", "staff_name", "corp_name", "send_date"] as const;
export const TYPES: readonly Variable["type"][] = ["text", "money", "date", "number", "link"];
type BuiltIn = (typeof BUILT_IN)[number];

/** What customers read is Chinese, whatever language the operator reads. Without a name the server says these. */
const NAMED = { customer_name: "小雨", staff_name: "李丽" };
const UNNAMED = { customer_name: "您", staff_name: "您的专属顾问", corp_name: "我们" };

const PLACEHOLDER = /\{\{ *([a-z][a-z0-9_]{0,29}) *\}\}/g;
const EITHER = /\{\{ *[a-z][a-z0-9_]{0,29} *\}\}|\{([^{}\n]+)\}/g;
const OURS = /^(text|number|money|date|link)_(\d+)$/;

const isBuiltIn = (name: string): name is BuiltIn => BUILT_IN.some((one) => one === name);

/** 客户昵称, 金额 1; what was named elsewhere keeps that name. */
export function labelOf(name: string): string {
  if (isBuiltIn(name)) return content.value.variable[name];
  const [, type, number] = OURS.exec(name) ?? [];
  const found = TYPES.find((one) => one === type);
  return found && number ? `${content.value.variableType[found]} ${number}` : name;
}

/** A name for one more of a type: the server takes Latin letters alone, people read the label. */
export function nameFor(type: Variable["type"], taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`${type}_${number}`)) number += 1;
  return `${type}_${number}`;
}

/** A text as it stands in a field. What nobody declared stays as it is, so that it is seen. */
export function readable(text: string, declared: readonly string[]): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => (isBuiltIn(name) || declared.includes(name) ? `{${labelOf(name)}}` : whole));
}

/** The text that such a field means. */
export function sent(typed: string, declared: readonly string[]): string {
  const names = new Map([...BUILT_IN, ...declared].map((name) => [labelOf(name), name]));
  return typed.replace(EITHER, (whole, label: string | undefined) => {
    const name = label === undefined ? undefined : names.get(label.trim());
    return name === undefined ? whole : `{{${name}}}`;
  });
}

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
