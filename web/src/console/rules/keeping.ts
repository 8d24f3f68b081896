/** Rules that are kept whole and tell no revision: read once more before they are saved, so that a colleague's change is seen
 *  and put under what was typed. Between that reading and the saving there is a moment that only the server could close. */

import { shallowRef, type ComputedRef } from "vue";

import { forming, type Forming } from "@ui/forming";
import { say } from "@ui/notices";
import { onto } from "@ui/rebasing";

import { intent } from "../../api";
import { rules } from "./words";

interface Kept<Rules, Draft> {
  readonly seen: Rules;
  /** What is typed, reactive. */
  readonly form: Draft;
  draftOf(rules: Rules): Draft;
  bodyOf(draft: Draft): Rules;
  read(): PromiseLike<Rules>;
  save(rules: Rules, key: string): PromiseLike<Rules>;
  /** Shows what is kept now. */
  kept(rules: Rules): void;
  /** What is said of it; without, as of rules. */
  readonly says?: ComputedRef<{ readonly saved: string; readonly takenBack: string; readonly changed: string }>;
}

export function keeping<Rules, Draft extends object>({ seen, form, draftOf, bodyOf, read, save, kept, says = rules }: Kept<Rules, Draft>): Forming {
  const base = shallowRef(seen);
  let theirs: { readonly now: Rules } | null = null;
  const same = (one: Rules, other: Rules): boolean => JSON.stringify(bodyOf(draftOf(one))) === JSON.stringify(bodyOf(draftOf(other)));
  return forming<Rules>(form, {
    async send(key) {
      const now = await read();
      // What this very form sent, whose answer was lost, is no colleague's.
      if (!same(now, base.value) && !same(now, bodyOf(form))) {
        theirs = { now };
        throw new Error("changed meanwhile");
      }
      return await save(bodyOf(form), key);
    },
    saved(now) {
      const before = base.value;
      kept(now);
      say(says.value.saved, async () => {
        kept(await save(bodyOf(draftOf(before)), intent()));
        say(says.value.takenBack);
      });
    },
    async met(trouble) {
      if (!theirs) return trouble;
      Object.assign(form, onto({ ...form }, draftOf(base.value), draftOf(theirs.now)));
      [base.value, theirs] = [theirs.now, null];
      return { ...trouble, text: says.value.changed };
    },
  });
}
