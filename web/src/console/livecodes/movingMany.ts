/** Several live codes paused or opened one by one, a few at a time: how far it is, and which were refused and why. */

import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { LivecodesLiveCodeLine } from "@client";

import { troubleOf } from "../../api";
import { moved } from "./moving";

export type MoveOfMany = "pause" | "resume";

export interface Refusal {
  readonly line: LivecodesLiveCodeLine;
  readonly to: MoveOfMany;
  readonly why: string;
  /** True when the same may work a moment later. */
  readonly mayPass: boolean;
}

export interface MovingMany {
  /** What is under way; null for nothing. */
  readonly to: Ref<MoveOfMany | null>;
  readonly done: Ref<number>;
  readonly total: Ref<number>;
  readonly refused: ShallowRef<readonly Refusal[]>;
  /** Those that were moved: the others were refused, or it was stopped before them. */
  run(lines: readonly LivecodesLiveCodeLine[], to: MoveOfMany): Promise<readonly LivecodesLiveCodeLine[]>;
  stop(): void;
}

const AT_ONCE = 4;

/** Those whom a move changes: it is no move to where they are. */
export function movable(lines: readonly LivecodesLiveCodeLine[], to: MoveOfMany): readonly LivecodesLiveCodeLine[] {
  return lines.filter((line) => line.state !== (to === "pause" ? "paused" : "open"));
}

export function movingMany(show: (line: LivecodesLiveCodeLine) => void): MovingMany {
  const to = ref<MoveOfMany | null>(null);
  const [done, total] = [ref(0), ref(0)];
  const refused = shallowRef<readonly Refusal[]>([]);
  let isStopped = false;

  async function run(lines: readonly LivecodesLiveCodeLine[], move: MoveOfMany): Promise<readonly LivecodesLiveCodeLine[]> {
    const queue = [...lines];
    const did: LivecodesLiveCodeLine[] = [];
    isStopped = false;
    [to.value, done.value, total.value, refused.value] = [move, 0, lines.length, []];
    const work = async (): Promise<void> => {
      for (let line = queue.shift(); line && !isStopped; line = queue.shift()) {
        try {
          const now = { ...line, state: (await moved(line.code, move)).state };
          did.push(now);
          show(now);
        } catch (error) {
          const { text, mayPass } = troubleOf(error);
          refused.value = [...refused.value, { line, to: move, why: text, mayPass }];
        }
        done.value++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    to.value = null;
    return did;
  }
  return { to, done, total, refused, run, stop: () => (isStopped = true) };
}
