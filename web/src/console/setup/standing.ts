/** How the whole stands, by its lines. */

import type { SetupCheck, SetupSetup, SetupSetupLine } from "@client";

/** These show themselves by what is kept anyhow; nobody tests them. */
const BY_THEMSELVES: readonly SetupCheck[] = ["callback", "import"];

export interface Standing {
  readonly how: "wrong" | "never" | "unseen" | "fine";
  readonly ok: number;
  readonly wrong: number;
  /** Of which nobody can tell: nothing was filled in, or no answer came. */
  readonly unseen: number;
}

export function standingOf({ items }: SetupSetup): Standing {
  const count = (state: SetupSetupLine["state"]): number => items.filter((one) => one.state === state && !isImporting(one)).length;
  const [ok, wrong, unseen] = [count("ok"), count("wrong"), count("not_known") + count("not_set")];
  const never = items.every((one) => one.checked_at === null || BY_THEMSELVES.includes(one.check));
  return { how: never ? "never" : wrong > 0 ? "wrong" : unseen > 0 ? "unseen" : "fine", ok, wrong, unseen };
}

/** True while the import goes on by itself. */
export function isImporting(line: SetupSetupLine): boolean {
  return line.progress !== null;
}

/** Whether a moment of it says more than when it was tested. */
export function momentOf(line: SetupSetupLine): "since" | "last" | "done" | "none" {
  if (line.since === null) return "none";
  if (line.check === "callback") return line.state === "ok" ? "last" : line.state === "wrong" ? "since" : "none";
  if (line.check === "import") return line.state === "ok" ? "done" : "none";
  return line.state === "wrong" ? "since" : "none";
}
