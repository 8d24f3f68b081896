/** How activities and teams stand, and whether an activity's books add up. */

import type { GroupbuysActivity, GroupbuysActivityState, GroupbuysBooks, GroupbuysTeam, GroupbuysTeamState } from "@client";

import { groupbuys } from "./words";

export type Tone = "good" | "quiet" | "warn" | "wrong";
export const STATES: readonly GroupbuysActivityState[] = ["open", "scheduled", "stopped", "over"];

const OF_ACTIVITY: Readonly<Record<GroupbuysActivityState, Tone>> = { open: "good", scheduled: "warn", stopped: "warn", over: "quiet" };
const OF_TEAM: Readonly<Record<GroupbuysTeamState, Tone>> = { open: "warn", settling: "warn", succeeded: "good", failed: "quiet" };

export function standingOf({ state }: Pick<GroupbuysActivity, "state">): { tone: Tone; word: string } {
  return { tone: OF_ACTIVITY[state], word: groupbuys.value.state[state] };
}

export function teamStanding({ status }: Pick<GroupbuysTeam, "status">): { tone: Tone; word: string } {
  return { tone: OF_TEAM[status], word: groupbuys.value.teamState[status] };
}

/** Each seat of a team: paid, held and to be paid, or free. */
export function seatsOf({ size, taken, paid }: Pick<GroupbuysTeam, "size" | "taken" | "paid">): ReadonlyArray<"paid" | "held" | "free"> {
  return Array.from({ length: size }, (_, place) => (place < paid ? "paid" : place < taken ? "held" : "free"));
}

export interface Balance {
  /** What the two sides of the money differ by; 0 when they add up. */
  readonly money: number;
  readonly stock: number;
  /** Pieces that went back to the product, after the end. */
  readonly returned: number;
}

/** mayBeReturned: the activity is over, so what was left may have gone back to the product and is counted as left no more. */
export function balanceOf(books: GroupbuysBooks, mayBeReturned: boolean): Balance {
  const money = books.money_in - books.money_kept - books.money_refunded - books.money_refunding;
  const missing = books.stock - books.left - books.held - books.sold;
  const isReturned = mayBeReturned && missing > 0 && books.left === 0;
  return { money, stock: isReturned ? 0 : missing, returned: isReturned ? missing : 0 };
}

/** 1,234 */
export function count(many: number): string {
  return many.toLocaleString("en-US");
}
