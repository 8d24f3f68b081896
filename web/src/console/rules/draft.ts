/** Rules while they are changed, and what they would do. */

import type { ContentContentRulesShown, TouchesTouchRulesShown } from "@client";

export type Quota = TouchesTouchRulesShown["quota"];
export const QUOTAS: readonly Quota[] = ["month", "week", "day"];

export interface PostDraft {
  quota: Quota;
  hasCap: boolean;
  count: number;
  days: number;
  isQuiet: boolean;
  from: string;
  to: string;
}

/** What a rule begins with that was not set yet. */
const BEGINS = { count: 2, days: 7, from: "21:30", to: "08:00" } as const;

type PostRules = Pick<TouchesTouchRulesShown, "quota" | "cap" | "quiet_hours">;

export function postDraftOf({ quota, cap, quiet_hours: quiet }: PostRules): PostDraft {
  return {
    quota,
    hasCap: Boolean(cap),
    count: cap?.count ?? BEGINS.count,
    days: cap?.days ?? BEGINS.days,
    isQuiet: Boolean(quiet),
    from: quiet?.from ?? BEGINS.from,
    to: quiet?.to ?? BEGINS.to,
  };
}

export function postBodyOf({ quota, hasCap, count, days, isQuiet, from, to }: PostDraft): PostRules {
  return { quota, cap: hasCap ? { count, days } : null, quiet_hours: isQuiet ? { from, to } : null };
}

/** True when quiet hours end on the day after. */
export const isOverMidnight = ({ from, to }: Pick<PostDraft, "from" | "to">): boolean => to < from;

export interface ContentDraft {
  words: string;
  hosts: string;
}

export function contentDraftOf({ extra_words, allowed_hosts }: Pick<ContentContentRulesShown, "extra_words" | "allowed_hosts">): ContentDraft {
  return { words: extra_words.join("\n"), hosts: allowed_hosts.join("\n") };
}

export function contentBodyOf({ words, hosts }: ContentDraft): { extra_words: string[]; allowed_hosts: string[] } {
  return { extra_words: linesOf(words), allowed_hosts: linesOf(hosts.toLowerCase()) };
}

function linesOf(typed: string): string[] {
  return [...new Set(typed.split(/[\n\r,，、;；]+/).map((one) => one.trim()).filter(Boolean))];
}

const HIDES = /[\p{Zs}\p{Zl}\p{Zp}\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Mn}\p{Me}\p{So}\p{Sk}]/gu;
/** A text without what is used to hide words in it, as the server takes it (content/rules.py). */
const plain = (text: string): string => text.normalize("NFKC").toLowerCase().replace(HIDES, "");

/** Those of the words that a text holds, also when it tries to hide them. */
export function heldBy(text: string, words: readonly string[]): readonly string[] {
  const bare = plain(text);
  return words.filter((word) => plain(word) !== "" && bare.includes(plain(word)));
}
