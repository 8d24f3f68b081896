/** What is done with an item, as a whole or its newest version, and how it is taken back. */

import { ref } from "vue";

import type { ContentContentItemLine } from "@client";
import { say, sayWrong } from "@ui/notices";

import { intent, siyu, troubleOf } from "../../api";
import { content } from "./words";

/** Goes up when something was taken back while another page may show it: that page reads anew. */
export const takenBack = ref(0);

type Line = Pick<ContentContentItemLine, "item_id" | "name" | "state">;

/** Puts an item into the archive or takes it out; shown: the line as it is afterwards. */
export async function kept({ item_id, name, state }: Line, shown: (now: ContentContentItemLine) => void): Promise<void> {
  const put = (isIn: boolean): Promise<ContentContentItemLine> => {
    const once = { key: intent() };
    return Promise.resolve(isIn ? siyu.content.archiveContentItem({ item_id }, once) : siyu.content.restoreContentItem({ item_id }, once));
  };
  const isGoingIn = state !== "archived";
  try {
    shown(await put(isGoingIn));
    say(content.value[isGoingIn ? "archived" : "restored"](name), async () => shown(await put(!isGoingIn)));
  } catch (error) {
    sayWrong(troubleOf(error).text);
  }
}

/** Handed in, or taken back from the reviewers: each is the way back of the other. after: reads anew what is shown. */
export async function handed(it: { readonly item_id: string; readonly latest: number; readonly name: string }, to: "submit" | "withdraw", after: () => Promise<void>): Promise<void> {
  const [at, once] = [{ item_id: it.item_id, version: String(it.latest) }, { key: intent() }];
  try {
    await (to === "submit" ? siyu.content.submitContent(at, once) : siyu.content.withdrawContent(at, once));
    say(content.value[to === "submit" ? "submitted" : "withdrawn"](it.name), () => handed(it, to === "submit" ? "withdraw" : "submit", after));
  } catch (error) {
    sayWrong(troubleOf(error).text);
  }
  await after();
}
