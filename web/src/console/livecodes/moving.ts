/** What an operator makes of a live code, and how its state looks. */

import type { LivecodesLiveCode, LivecodesStanding } from "@client";

import { siyu } from "../../api";

export type Move = "pause" | "resume" | "archive" | "restore";

export const TONES: Readonly<Record<LivecodesStanding, "good" | "warn" | "quiet">> = {
  open: "good",
  paused: "warn",
  archived: "quiet",
};

export async function moved(code: string, to: Move): Promise<LivecodesLiveCode> {
  const { liveCodes } = siyu;
  const moves = {
    pause: () => liveCodes.pauseLiveCode({ code }),
    resume: () => liveCodes.resumeLiveCode({ code }),
    archive: () => liveCodes.archiveLiveCode({ code }),
    restore: () => liveCodes.restoreLiveCode({ code }),
  };
  return await moves[to]();
}
