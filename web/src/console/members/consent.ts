/** Whether posts reach a member, and what stands against it: an operator's word, their own, or that nobody is their friend. */

import type { MembersMember } from "@client";

export type Consent = "takes" | "refuses" | "blocked" | "nobody";

export function consentOf({ accepts_posts, blocked, relations }: Pick<MembersMember, "accepts_posts" | "blocked" | "relations">): Consent {
  if (blocked) return "blocked";
  if (!accepts_posts) return "refuses";
  return relations.some((one) => one.status === "friend") ? "takes" : "nobody";
}
