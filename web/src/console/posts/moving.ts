/** What an operator does with a post as a whole: paused and taken up again, or cancelled for good. */

import { shallowRef, type ShallowRef } from "vue";

import type { PostsPost, PostsPostLine } from "@client";
import { say, sayWrong } from "@ui/notices";

import { siyu, troubleOf } from "../../api";
import { timeOf } from "./said";
import { posts } from "./words";

type Some = Pick<PostsPostLine, "post_id" | "name" | "status">;

export interface Moving {
  /** The post whose cancelling is asked about. */
  readonly cancelling: ShallowRef<Some | null>;
  pause(one: Some): Promise<void>;
  resume(one: Some): Promise<void>;
  cancel(): Promise<void>;
}

/** show: puts what a post has become where it is seen. */
export function moving(show: (now: PostsPost) => void): Moving {
  const cancelling = shallowRef<Some | null>(null);

  async function pause({ post_id, name }: Some): Promise<void> {
    await done(async () => {
      show(await siyu.posts.pausePost({ post_id }));
      say(posts.value.paused(name), async () => show(await siyu.posts.resumePost({ post_id })));
    });
  }
  async function resume({ post_id, name }: Some): Promise<void> {
    await done(async () => {
      const now = await siyu.posts.resumePost({ post_id });
      show(now);
      say(posts.value.resumed(name, timeOf(now.next_at)), async () => show(await siyu.posts.pausePost({ post_id })));
    });
  }
  async function cancel(): Promise<void> {
    const one = cancelling.value;
    cancelling.value = null;
    if (one === null) return;
    await done(async () => {
      show(await siyu.posts.cancelPost({ post_id: one.post_id }));
      say(posts.value.cancelled(one.name));
    });
  }
  return { cancelling, pause, resume, cancel };
}

async function done(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    sayWrong(troubleOf(error).text);
  }
}
