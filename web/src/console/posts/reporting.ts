/** The sums of a post's facts: the last that was added up, and a new one when that is old. */

import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from "vue";

import type { PostsReport } from "@client";

import { siyu, troubleOf, type Trouble } from "../../api";

/** A report of so many seconds ago is good enough to look at. */
const FRESH = 300;
const LOOK_AGAIN = 1500;
const MOST_LOOKS = 40;

export interface Reporting {
  readonly value: ShallowRef<PostsReport | null>;
  readonly trouble: ShallowRef<Trouble | null>;
  readonly isBusy: Ref<boolean>;
  /** What is there; added up anew when there is none, or an old one. */
  open(): Promise<void>;
  renew(): Promise<void>;
}

export function reporting(post_id: string): Reporting {
  const value = shallowRef<PostsReport | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const isBusy = ref(false);
  let isGone = false;
  onScopeDispose(() => (isGone = true));

  async function last(): Promise<PostsReport | null> {
    try {
      return await siyu.posts.readPostReport({ post_id });
    } catch (error) {
      if (troubleOf(error).code === "NoReportYet") return null;
      throw error;
    }
  }
  async function busily(act: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    try {
      await act();
      trouble.value = null;
    } catch (error) {
      trouble.value = troubleOf(error);
    } finally {
      isBusy.value = false;
    }
  }
  async function addUp(): Promise<void> {
    const before = value.value?.as_of;
    await siyu.posts.askPostReport({ post_id });
    for (let look = 0; look < MOST_LOOKS && !isGone; look += 1) {
      await new Promise((wake) => window.setTimeout(wake, LOOK_AGAIN));
      const now = await last();
      if (now === null || now.as_of === before) continue;
      value.value = now;
      return;
    }
  }
  return {
    value,
    trouble,
    isBusy,
    open: () =>
      busily(async () => {
        value.value = await last();
        if (value.value === null || value.value.age > FRESH) await addUp();
      }),
    renew: () => busily(addUp),
  };
}
