/** A version as a phone shows it. */

import { hostOf, pictureAt, type Attached } from "@ui/phone";

import type { Written } from "./draft";
import { filled } from "./filling";

export interface Look {
  readonly text: string;
  readonly attached: readonly Attached[];
}

export function lookOf({ text, attachment, variables }: Written, values: Readonly<Record<string, string>>): Look {
  const fill = (said: string): string => filled(said, variables, values);
  return { text: fill(text), attached: attachment ? [attachedOf(attachment, fill)] : [] };
}

function attachedOf(one: NonNullable<Written["attachment"]>, fill: (said: string) => string): Attached {
  if (one.kind === "link") return { kind: one.kind, title: fill(one.title), desc: fill(one.desc ?? ""), host: hostOf(one.url) };
  const picture = pictureAt(one.picture_id);
  return one.kind === "miniprogram" ? { kind: one.kind, title: fill(one.title), picture } : { kind: one.kind, picture };
}
