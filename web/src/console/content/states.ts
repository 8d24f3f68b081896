/** How far a version has come, and who may say what about it. */

import type { ContentContentReview, ContentContentVersion, ContentStage, ContentVersionState } from "@client";

import { may } from "../session";

export const TONES: Readonly<Record<ContentVersionState, "good" | "warn" | "quiet" | "wrong">> = {
  draft: "quiet",
  content_review: "warn",
  compliance_review: "warn",
  business_review: "warn",
  approved: "good",
  replaced: "quiet",
  rejected: "wrong",
  recalled: "wrong",
};
export const STATES: readonly ContentVersionState[] = ["draft", "content_review", "compliance_review", "business_review", "approved", "rejected", "recalled"];

/** True for a version that was or is approved: it may have come to somebody. */
export const reachedBy = (status: ContentVersionState): boolean => status === "approved" || status === "replaced" || status === "recalled";

/** The three reviews, in their order. */
export const STAGES: readonly ContentStage[] = ["content", "compliance", "business"];

/** The review that a version waits for; null when it waits for none. */
export function stageOf(status: ContentVersionState): ContentStage | null {
  return STAGES.find((stage) => status === `${stage}_review`) ?? null;
}

export const mayReview = (stage: ContentStage): boolean => may("content.review") && may(`content.review_${stage}`);

/** What was said since it was handed in last: a withdrawal begins the reviews anew. */
export function sinceSubmitted(reviews: readonly ContentContentReview[]): readonly ContentContentReview[] {
  return reviews.slice(reviews.map((one) => one.verdict).lastIndexOf("submitted") + 1);
}

/** Why somebody may not judge a version: they wrote it, or passed it at another stage; '' when they may. */
export function barOf({ author, reviews }: Pick<ContentContentVersion, "author" | "reviews">, userid: string): "" | "own" | "before" {
  if (author === userid) return "own";
  return sinceSubmitted(reviews).some((one) => one.verdict === "passed" && one.who === userid) ? "before" : "";
}
