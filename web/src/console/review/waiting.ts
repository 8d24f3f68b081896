/** What waits at the stages that somebody reviews, and what became of what they were about to review. */

import type { ContentContentItem, ContentContentVersionLine, ContentStage } from "@client";

import { siyu } from "../../api";
import { mayReview, STAGES } from "../content/states";
import { called } from "../people";
import { review } from "./words";

export interface Waiting extends ContentContentVersionLine {
  readonly stage: ContentStage;
}

/** isMore: a stage has more than are shown. */
export interface Queue {
  readonly lines: readonly Waiting[];
  readonly isMore: boolean;
}

const PAGE = 50;

export const stagesOfMine = (): readonly ContentStage[] => STAGES.filter(mayReview);

/** The longest waiting first, over all stages. */
export async function waitingFor(stages: readonly ContentStage[]): Promise<Queue> {
  const pages = await Promise.all(
    stages.map(async (stage) => ({ stage, page: await siyu.content.listContentVersions({ status: `${stage}_review` as const, limit: PAGE }) })),
  );
  const lines = pages.flatMap(({ stage, page }) => page.items.map((line) => ({ ...line, stage })));
  return { lines: lines.sort((one, other) => one.changed_at.localeCompare(other.changed_at)), isMore: pages.some(({ page }) => page.cursor !== "") };
}

/** What somebody else did with a version meanwhile, as one tells it. */
export function becameOf(item: ContentContentItem, version: number): string {
  const mine = item.versions.find((one) => one.version === version);
  if (item.latest > version) return review.value.metEdited(called(item.versions[0]?.author ?? ""));
  const last = mine?.reviews.at(-1);
  if (last?.verdict === "passed") return review.value.metPassed(called(last.who));
  if (last?.verdict === "rejected") return review.value.metRejected(called(last.who));
  return last?.verdict === "withdrawn" ? review.value.metWithdrawn(called(last.who)) : review.value.metOther;
}
