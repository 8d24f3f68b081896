/** Long work in a word, and what it says that it did. */

import type { JobsJob } from "@client";

export type JobStanding = JobsJob["state"] | "waiting";

/** Its state; one that nobody has begun waits. */
export function standingOf({ state, done, failed, total }: Pick<JobsJob, "state" | "done" | "failed" | "total">): JobStanding {
  return state === "running" && total === null && done + failed === 0 ? "waiting" : state;
}

/** A number of a job's result; null where it says none, such as before it has begun. */
export function saidIn(result: string, name: string): number | null {
  try {
    const said: unknown = JSON.parse(result);
    const found: unknown = typeof said === "object" && said !== null ? Object.entries(said).find(([one]) => one === name)?.[1] : null;
    return typeof found === "number" ? found : null;
  } catch {
    return null;
  }
}
