/** A role given or taken, and sessions ended: each told, and what can be taken back with a way to do so. */

import type { AccessOperator } from "@client";
import { say, sayWrong } from "@ui/notices";

import { intent, siyu, troubleOf } from "../../api";
import { roles } from "./words";

export interface Giving {
  /** Tells what was given; before: what they had, undefined for no role. */
  told(now: AccessOperator, before: AccessOperator | undefined): void;
  take(who: AccessOperator): Promise<void>;
  end(who: AccessOperator): Promise<void>;
}

export const calledOf = (who: { readonly name: string; readonly userid: string }): string => who.name || who.userid;

/** renew: reads everybody anew, after each change. Nothing is given or taken over what a colleague gave meanwhile. */
export function giving(renew: () => Promise<void>): Giving {
  /** The first: what they have now, as far as was looked; held: what they are to have, undefined for nothing. */
  async function set({ userid, revision }: AccessOperator, held: AccessOperator | undefined): Promise<AccessOperator> {
    const body = { role: held?.role ?? "", ...(held ? { scope: held.scope } : {}), revision };
    try {
      return await siyu.access.giveRole({ userid, body }, { key: intent() });
    } finally {
      await renew();
    }
  }
  async function tried(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      sayWrong(troubleOf(error).text);
    }
  }
  return {
    told(now, before) {
      const text = now.role === "" ? roles.value.taken(calledOf(now)) : roles.value.given(calledOf(now), now.role_name);
      say(text, async () => void (await set(now, before)));
    },
    take: (who) =>
      tried(async () => {
        const now = await set(who, undefined);
        say(roles.value.taken(calledOf(who)), async () => void (await set(now, who)));
      }),
    end: (who) =>
      tried(async () => {
        await siyu.access.endSessionsOf({ userid: who.userid }, { key: intent() });
        say(roles.value.ended(calledOf(who)));
      }),
  };
}
