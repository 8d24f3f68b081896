/** Variables as people name them: {客户昵称} in the fields, {{customer_name}} in what is sent to the server. */

import { BUILT_IN, PLACEHOLDER, type BuiltIn, type Variable } from "./filling";
import { content } from "./words";

export const TYPES: readonly Variable["type"][] = ["text", "money", "date", "number", "link"];

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
