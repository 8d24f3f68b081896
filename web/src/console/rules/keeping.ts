/** Rules that are kept whole: saved over those that were seen alone, so that a colleague's change is seen and put under what
 *  was typed; what is taken back goes over one's own change alone. */

import { shallowRef, type ComputedRef } from "vue";

import { forming, type Forming } from "@ui/forming";
import { say } from "@ui/notices";
import { onto } from "@ui/rebasing";

import { intent, troubleOf } from "../../api";
import { rules } from "./words";

interface Kept<Rules, Draft> {
  readonly seen: Rules;
  /** What is typed, reactive. */
  readonly form: Draft;
  draftOf(rules: Rules): Draft;
  read(): PromiseLike<Rules>;
  /** revision: of the rules that this goes over. */
  save(draft: Draft, revision: number, key: string): PromiseLike<Rules>;
  /** Shows what is kept now. */
  kept(rules: Rules): void;
  /** What is said of it; without, as of rules. */
  readonly says?: ComputedRef<{ readonly saved: string; readonly takenBack: string; readonly changed: string }>;
}

const CHANGED = "SettingsChanged";

export function keeping<Rules extends { readonly revision: number }, Draft extends object>({ seen, form, draftOf, read, save, kept, says = rules }: Kept<Rules, Draft>): Forming {
  const base = shallowRef(seen);

  async function takeBack(before: Rules, now: Rules): Promise<void> {
    try {
      kept(await save(draftOf(before), now.revision, intent()));
    } catch (error) {
      if (troubleOf(error).code === CHANGED) kept(await read());
      throw error;
    }
    say(says.value.takenBack);
  }

  return forming<Rules>(form, {
    send: (key) => save(form, base.value.revision, key),
    saved(now) {
      const before = base.value;
      kept(now);
      say(says.value.saved, () => takeBack(before, now));
    },
    async met(trouble) {
      if (trouble.code !== CHANGED) return trouble;
      const now = await read();
      Object.assign(form, onto({ ...form }, draftOf(base.value), draftOf(now)));
      base.value = now;
      return { ...trouble, text: says.value.changed };
    },
  });
}
