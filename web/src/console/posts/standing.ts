/** How a post stands, in a word: whether it comes, waits for somebody, or is over. */

import { shallowRef } from "vue";

import type { PostsOccurrenceStatus, PostsPostLine, PostsPostStatus, PostsTimeOfPost } from "@client";

import { siyu } from "../../api";
import { may } from "../session";
import { posts } from "./words";

export type Tone = "good" | "quiet" | "warn" | "wrong";

export const STATUSES: readonly PostsPostStatus[] = ["scheduled", "paused", "finished", "cancelled"];
const TONES: Readonly<Record<PostsPostStatus, Tone>> = { scheduled: "good", paused: "warn", finished: "quiet", cancelled: "quiet" };
const TIME_TONES: Readonly<Record<PostsOccurrenceStatus, Tone>> = {
  claimed: "good",
  planning: "good",
  sending: "good",
  ending: "good",
  closed: "quiet",
  skipped: "quiet",
  failed: "wrong",
  cancelling: "warn",
  cancelled: "quiet",
};
/** While something goes on by itself. */
export const GOES_ON: readonly PostsOccurrenceStatus[] = ["claimed", "planning", "sending", "ending", "cancelling"];
/** What can be taken back, hurried or given more time. */
export const UNDER_WAY: readonly PostsOccurrenceStatus[] = ["claimed", "planning", "sending"];

/** Whether this corp's posts wait for a second person: asked once, by the first screen that shows it. */
export const mustBeApproved = shallowRef(false);
let isAsked = false;
export function askWhetherApproved(): void {
  if (isAsked || !may("posts.read")) return;
  isAsked = true;
  siyu.posts.readApproving().then(
    (rule) => (mustBeApproved.value = rule.is_needed),
    () => (isAsked = false), // who acts for some stores may not ask; their posts say it themselves
  );
}

export function standingOf(one: Pick<PostsPostLine, "status" | "is_approved">): { tone: Tone; word: string } {
  if (one.status === "scheduled" && mustBeApproved.value && !one.is_approved) return { tone: "warn", word: posts.value.unapproved };
  return { tone: TONES[one.status], word: posts.value.status[one.status] };
}

export function timeStanding(status: PostsOccurrenceStatus): { tone: Tone; word: string } {
  return { tone: TIME_TONES[status], word: posts.value.became[status] };
}

/** A time in the calendar: what became of it, or that it is still to come. */
export function comingOf({ status, became }: PostsTimeOfPost): { tone: Tone; word: string } {
  if (became !== null) return timeStanding(became);
  return status === "paused" ? { tone: "warn", word: posts.value.status.paused } : { tone: "good", word: posts.value.toCome };
}
