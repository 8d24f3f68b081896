/** Fields of a version as the server names them in a comparison, in people's words. */

import { CHANNELS, KINDS } from "./draft";
import { usedIn } from "./filling";
import { labelOf, readable, TYPES } from "./variables";
import { content } from "./words";

const VARIABLE = /^variables\.(.+)\.(fallback|type|max_length)$/;

export function labelOfField(field: string): string {
  const [, name, part] = VARIABLE.exec(field) ?? [];
  const fields: Readonly<Record<string, string>> = content.value.field;
  const parts: Readonly<Record<string, string>> = content.value.fieldOf;
  return name && part ? `${labelOf(name)} · ${parts[part] ?? part}` : (fields[field] ?? field);
}

export function isPicture(field: string): boolean {
  return field === "attachment.picture_id";
}

/** A value as people read it. */
export function saidOf(field: string, value: string): string {
  const { channel, kind, variableType } = content.value;
  if (field === "channels") return CHANNELS.filter((one) => value.includes(one)).map((one) => channel[one]).join(content.value.comma);
  if (field === "attachment.kind") return KINDS.filter((one) => one === value).map((one) => kind[one]).join("");
  if (field.endsWith(".type")) return TYPES.filter((one) => one === value).map((one) => variableType[one]).join("");
  return readable(value, [...usedIn(value)]);
}
