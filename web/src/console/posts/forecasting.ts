/** Who would get what a form describes: asked after a pause in typing, followed until it is known, dropped when it changes. */

import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";

import type { PostsForecast, PostsNewForecast } from "@client";

import { intent, siyu, troubleOf, type Trouble } from "../../api";

const PAUSE = 800;
const LOOK_AGAIN = [600, 1000, 1500, 2000];

export interface Forecasting {
  readonly value: ShallowRef<PostsForecast | null>;
  readonly trouble: ShallowRef<Trouble | null>;
  /** True while what is shown is not yet what the form says. */
  readonly isBehind: Ref<boolean>;
  /** Now, by the clock of whoever sends it: this machine's may go wrong, and what is past is refused. */
  now(): Date;
  again(): void;
}

/** asked: what to ask about, as its text; '' while there is nothing to ask. */
export function forecasting(asked: () => string): Forecasting {
  const value = shallowRef<PostsForecast | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const isBehind = ref(false);
  let latest = 0;
  let ahead = 0;
  let timer = 0;

  function begin(text: string, pause: number): void {
    window.clearTimeout(timer);
    latest += 1;
    trouble.value = null;
    isBehind.value = text !== "";
    if (text === "") value.value = null;
    else timer = window.setTimeout(() => void follow(JSON.parse(text) as PostsNewForecast, latest), pause);
  }

  async function follow(body: PostsNewForecast, mine: number): Promise<void> {
    try {
      let now = await siyu.posts.forecastDraft({ body }, { key: intent() });
      ahead = Date.parse(now.started_at) - Date.now();
      for (let look = 0; mine === latest && now.status === "running"; look += 1) {
        value.value = now;
        await new Promise((wake) => (timer = window.setTimeout(wake, LOOK_AGAIN[look] ?? LOOK_AGAIN.at(-1))));
        if (mine !== latest) return;
        now = await siyu.posts.readDraftForecast({ forecast_id: now.forecast_id });
      }
      if (mine === latest) [value.value, isBehind.value] = [now, false];
    } catch (error) {
      if (mine === latest) [trouble.value, isBehind.value] = [troubleOf(error), false];
    }
  }

  watch(asked, (text) => begin(text, PAUSE), { immediate: true });
  onScopeDispose(() => begin("", 0));
  return { value, trouble, isBehind, now: () => new Date(Date.now() + ahead), again: () => begin(asked(), 0) };
}
