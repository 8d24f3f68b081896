/** Tags that are being renamed, merged and deleted: long work, followed while somebody looks. */

import { computed, type ComputedRef } from "vue";

import type { JobsJob } from "@client";
import { asking, type Asking } from "@ui/asking";
import { watching } from "@ui/watching";

import { siyu } from "../../api";
import { may } from "../session";
import { aboutOf, KINDS } from "./about";

export interface Working {
  readonly seen: Asking<{ readonly items: readonly JobsJob[] }>;
  readonly underWay: ComputedRef<readonly JobsJob[]>;
  readonly over: ComputedRef<readonly JobsJob[]>;
  /** True while one changes this group: the API takes one at a time. */
  isInHand(group: string): boolean;
  /** One was begun here; done: what to do when it is over. */
  begun(job: string, done: (job: JobsJob) => void): Promise<void>;
  look(): Promise<void>;
}

const LOOKED = 100;
const isOver = ({ state }: JobsJob): boolean => state === "done" || state === "cancelled";

/** changed: what to do when one is over, whoever began it. */
export function working(changed: () => void): Working {
  const seen = asking(() => siyu.jobs.listJobs({ limit: LOOKED }));
  const jobs = computed(() => seen.value.value?.items.filter((one) => KINDS.has(one.kind)) ?? []);
  const underWay = computed(() => jobs.value.filter((one) => !isOver(one)));
  const awaited = new Map<string, (job: JobsJob) => void>();

  async function look(): Promise<void> {
    if (!may("jobs.see")) return;
    const before = new Set([...underWay.value.map((one) => one.job_id), ...awaited.keys()]);
    await seen.ask();
    const ended = jobs.value.filter((one) => isOver(one) && before.has(one.job_id));
    if (ended.length) changed();
    for (const one of ended) {
      awaited.get(one.job_id)?.(one);
      awaited.delete(one.job_id);
    }
  }
  watching(() => awaited.size > 0 || jobs.value.some((one) => one.state === "running"), look);
  return {
    seen,
    underWay,
    over: computed(() => jobs.value.filter(isOver)),
    isInHand: (group) => underWay.value.some((one) => aboutOf(one.result)?.groups.includes(group)),
    begun(job, done) {
      awaited.set(job, done);
      return look();
    },
    look,
  };
}
