/** What is done with an item as a whole, and how it is taken back. */

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
