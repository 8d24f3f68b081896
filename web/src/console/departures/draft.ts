/** What somebody is making of a handing over, before it begins. */

import type { DeparturesDeparture, DeparturesHoldings, DeparturesNewDeparture, DeparturesPart } from "@client";
import type { Share } from "@ui/shares";

/** In the order in which they are handed over. */
export const PARTS: readonly DeparturesPart[] = [
  "live_codes",
  "adopted_ways",
  "stores",
  "posts",
  "tasks",
  "follow_ups",
  "role",
  "groups",
  "customers",
];

export interface Draft {
  parts: Record<DeparturesPart, boolean>;
  takers: Share[];
  message: string;
}

function forEach(say: (part: DeparturesPart) => boolean): Record<DeparturesPart, boolean> {
  return {
    live_codes: say("live_codes"),
    adopted_ways: say("adopted_ways"),
    stores: say("stores"),
    posts: say("posts"),
    tasks: say("tasks"),
    follow_ups: say("follow_ups"),
    role: say("role"),
    groups: say("groups"),
    customers: say("customers"),
  };
}

/** How many of a kind somebody has; a role that ended when they left is none any more. */
export function countOf(held: DeparturesHoldings, part: DeparturesPart): number {
  switch (part) {
    case "customers":
    case "groups":
    case "follow_ups":
      return held[part];
    case "role":
      return held.role !== null && !held.role.is_over ? 1 : 0;
    case "tasks":
      return held.tasks.reduce((sum, one) => sum + one.targets, 0);
    default:
      return held[part].length;
  }
}

export function isEmpty(held: DeparturesHoldings): boolean {
  return !held.posts_beyond && PARTS.every((part) => countOf(held, part) === 0);
}

/** Everything goes, but the role of somebody who is still there: they may be leaving their customers alone. */
export function draftOf(held: DeparturesHoldings): Draft {
  return { parts: forEach((part) => part !== "role" && offers(held, part)), takers: [], message: "" };
}

/** Whether it is somebody's to say about a part: not of what they have none of. There may be posts that nobody saw. */
export function offers(held: DeparturesHoldings, part: DeparturesPart): boolean {
  return countOf(held, part) > 0 || (part === "posts" && held.posts_beyond);
}

/** What they have none of goes along when nothing is left out: it may have come since somebody looked. */
export function bodyOf({ parts, takers, message }: Draft, held: DeparturesHoldings): DeparturesNewDeparture {
  const isWhole = PARTS.every((part) => part === "role" || parts[part] || !offers(held, part));
  const wanted = forEach((part) => parts[part] || (isWhole && part !== "role" && !isEmpty(held)));
  return {
    staff: held.staff.userid,
    takers: takers.map(({ userid, weight }) => ({ userid, weight: Number(weight) })),
    ...wanted,
    ...(held.has_left ? {} : { message }),
  };
}

/** True while it goes on by itself within moments. */
export function isMoving(one: DeparturesDeparture): boolean {
  return one.problem === null && (one.state === "asking" || one.state === "stopping");
}

/** How many were not handed over, of whatever kind. */
export function failedOf(one: DeparturesDeparture): number {
  return one.progress.reduce((sum, part) => sum + part.failed, 0);
}
