/** How a member of staff's state looks, and what somebody has to do about it. */

import type { StaffStaffState } from "@client";

import { staff } from "./words";

export const TONES = { active: "good", unseen: "warn", inactive: "warn", disabled: "warn", left: "quiet", renamed: "quiet" } as const;

/** '' where there is nothing to do. */
export function helpOf(state: StaffStaffState): string {
  const { help } = staff.value;
  return state === "unseen" || state === "inactive" || state === "disabled" ? help[state] : "";
}
