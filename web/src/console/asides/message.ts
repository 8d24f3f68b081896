/** What a message of WeCom was about, by how it was built: its kind stands there, and nothing of anybody. */

import { asides } from "./words";

type Known = keyof typeof asides.value.kinds;

const isKnown = (name: string): name is Known => Object.keys(asides.value.kinds).includes(name);
/** What an element or a field of this name says, in XML or JSON. */
function said(outline: string, name: string): string {
  const found = new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[\\s*)?(\\w+)|"${name}"\\s*:\\s*"?(\\w+)`, "i").exec(outline);
  return found?.[1] ?? found?.[2] ?? "";
}

/** In words; '' where it does not say what it is, or is of a kind that has none. */
export function nameOf(outline: string): string {
  const event = said(outline, "Event") || said(outline, "InfoType");
  const change = said(outline, "ChangeType");
  return [change && `${event}/${change}`, event].map((name) => (name && isKnown(name) ? asides.value.kinds[name] : "")).find(Boolean) ?? "";
}
