/** How a relation looks. */

import type { MembersFriendState } from "@client";

export const TONES: Readonly<Record<MembersFriendState, "good" | "warn" | "quiet">> = { friend: "good", pending: "warn", lost: "quiet" };
