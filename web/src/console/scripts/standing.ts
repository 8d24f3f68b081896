/** Whether staff see a script, and if not, why: in words, since each has another way out. */

import type { ScriptsScript } from "@client";

import { TONES } from "../content/states";
import { content } from "../content/words";
import { scripts } from "./words";

export interface Standing {
  readonly tone: "good" | "quiet" | "warn" | "wrong";
  readonly word: string;
}

type Told = Pick<ScriptsScript, "is_offered" | "state" | "version" | "latest" | "status">;

export function standingOf(one: Told): Standing {
  if (one.is_offered) return { tone: "good", word: scripts.value.seen };
  if (one.state === "archived") return { tone: "quiet", word: scripts.value.archived };
  if (one.version !== null) return { tone: "warn", word: scripts.value.notForCustomers };
  return { tone: TONES[one.status], word: scripts.value.notYet(content.value.state[one.status]) };
}

/** What is on its way while staff go on with what is approved; '' when nothing is. */
export function comingOf(one: Told): string {
  if (one.version === null || one.latest === one.version) return "";
  return scripts.value.coming(content.value.version(one.latest), content.value.state[one.status]);
}
