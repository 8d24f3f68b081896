/** Lines of a list that somebody has picked, for one act on all of them. */

import { computed, ref, watch, type ComputedRef, type Ref } from "vue";

import type { Listing } from "./asking";

export interface Picking {
  readonly picked: Ref<ReadonlySet<string>>;
  /** True when every line that is shown is picked, and there is one. */
  readonly isAll: ComputedRef<boolean>;
  readonly isSome: ComputedRef<boolean>;
  toggle(id: string): void;
  /** Picks all that is shown, or nothing. */
  toggleAll(): void;
  clear(): void;
}

/** What is not shown any more is not picked: nobody acts on lines that they do not see. */
export function picking<Item>(list: Listing<Item>, id: (item: Item) => string): Picking {
  const picked = ref<ReadonlySet<string>>(new Set());
  const shown = computed(() => list.items.value.map(id));
  watch(shown, (now) => {
    const left = now.filter((one) => picked.value.has(one));
    if (left.length !== picked.value.size) picked.value = new Set(left);
  });
  const isAll = computed(() => shown.value.length > 0 && shown.value.every((one) => picked.value.has(one)));
  return {
    picked,
    isAll,
    isSome: computed(() => picked.value.size > 0 && !isAll.value),
    toggle(one) {
      const now = new Set(picked.value);
      if (!now.delete(one)) now.add(one);
      picked.value = now;
    },
    toggleAll: () => (picked.value = new Set(isAll.value ? [] : shown.value)),
    clear: () => (picked.value = new Set()),
  };
}
