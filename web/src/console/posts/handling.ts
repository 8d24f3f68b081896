/** What is done about one time of a post: staff reminded, the rest taken back, what failed tried again. */

import { ref, type Ref } from "vue";

import type { PostsPost } from "@client";
import { say, sayWrong } from "@ui/notices";

import { intent, siyu, troubleOf } from "../../api";
import { count } from "./said";
import { posts } from "./words";

export interface Handling {
  readonly isBusy: Ref<boolean>;
  remind(): Promise<void>;
  recall(): Promise<void>;
  retry(): Promise<void>;
}

/** changed: what the post is now; null where it has to be read anew. */
export function handling(time: () => { post_id: string; at: string }, changed: (now: PostsPost | null) => void): Handling {
  const isBusy = ref(false);
  async function done(act: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    try {
      await act();
    } catch (error) {
      sayWrong(troubleOf(error).text);
    } finally {
      isBusy.value = false;
    }
  }
  return {
    isBusy,
    remind: () =>
      done(async () => {
        const { reminded, left_alone } = await siyu.posts.remindOfPost(time(), { key: intent() });
        say(posts.value.reminded(reminded, left_alone));
        changed(null);
      }),
    recall: () =>
      done(async () => {
        const { out } = await siyu.posts.recallTime(time(), { key: intent() });
        say(posts.value.recalled(count(out)));
        changed(null);
      }),
    retry: () =>
      done(async () => {
        changed(await siyu.posts.retryPost(time(), { key: intent() }));
        say(posts.value.retried);
      }),
  };
}
