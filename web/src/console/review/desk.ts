/** What lies on a reviewer's desk: what waits for them, what is for others, and the one that is read. */

import { computed, ref, watch, type ComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { ContentContentItem, ContentContentVersion, ContentStage } from "@client";
import { asking, type Asking } from "@ui/asking";

import { siyu } from "../../api";
import { barOf } from "../content/states";
import { me } from "../session";
import { waitingFor, type Queue, type Waiting } from "./waiting";

export interface Desk {
  readonly queue: Asking<Queue>;
  readonly read: Asking<ContentContentItem | null>;
  readonly mine: ComputedRef<readonly Waiting[]>;
  readonly others: ComputedRef<readonly Waiting[]>;
  readonly line: ComputedRef<Waiting | null>;
  readonly item: ComputedRef<ContentContentItem | null>;
  readonly version: ComputedRef<ContentContentVersion | null>;
  /** Why they may not judge what is read; '' when they may. */
  readonly bar: ComputedRef<"" | "own" | "before">;
  choose(id: string): void;
  step(by: 1 | -1): void;
  /** The one that is read is done with: the next one of theirs takes its place. */
  done(): void;
}

export function desk(stages: readonly ContentStage[]): Desk {
  const [route, router] = [useRoute(), useRouter()];
  const queue = asking(() => waitingFor(stages));
  void queue.ask();

  // That they passed an earlier stage is told by the version itself: it is known once it was read.
  const barred = ref<ReadonlySet<string>>(new Set());
  const all = computed(() => queue.value.value?.lines ?? []);
  const isOthers = (one: Waiting): boolean => one.author === me.value?.userid || barred.value.has(one.item_id);
  const [mine, others] = [computed(() => all.value.filter((one) => !isOthers(one))), computed(() => all.value.filter(isOthers))];
  const ordered = computed(() => [...mine.value, ...others.value]);
  const asked = computed(() => String(route.query["item"] ?? ""));
  const line = computed(() => ordered.value.find((one) => one.item_id === asked.value) ?? mine.value[0] ?? others.value[0] ?? null);

  const read = asking(async () => (line.value ? await siyu.content.readContentItem({ item_id: line.value.item_id }) : null));
  watch(() => (line.value ? `${line.value.item_id}/${line.value.version}/${line.value.stage}` : ""), (now) => now !== "" && void read.ask());
  const item = computed(() => (read.value.value?.item_id === line.value?.item_id ? read.value.value : null));
  const version = computed(() => item.value?.versions.find((one) => one.version === line.value?.version) ?? null);
  const bar = computed(() => (version.value ? barOf(version.value, me.value?.userid ?? "") : ""));
  watch(bar, (now) => {
    const id = line.value?.item_id;
    if (now !== "before" || id === undefined) return;
    barred.value = new Set([...barred.value, id]);
    // It moves down to what is for others, and is read on.
    choose(id);
  });

  function choose(id: string): void {
    void router.replace({ query: { item: id } });
  }
  return {
    queue,
    read,
    mine,
    others,
    line,
    item,
    version,
    bar,
    choose,
    step(by) {
      const next = ordered.value[ordered.value.findIndex((one) => one.item_id === line.value?.item_id) + by];
      if (next) choose(next.item_id);
    },
    done() {
      const gone = line.value?.item_id;
      const at = mine.value.findIndex((one) => one.item_id === gone);
      const next = mine.value[at + 1] ?? mine.value[at - 1];
      if (queue.value.value) queue.value.value = { ...queue.value.value, lines: all.value.filter((one) => one.item_id !== gone) };
      void router.replace({ query: next ? { item: next.item_id } : {} });
      // More may wait behind those that were shown.
      if (mine.value.length === 0) void queue.ask();
    },
  };
}
