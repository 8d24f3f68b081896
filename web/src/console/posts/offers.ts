/** What an audience is chosen from: tags, staff, live codes, stores, each read when somebody first opens it. */

import { computed, type ComputedRef } from "vue";

import { asking, listing } from "@ui/asking";

import { siyu, type Trouble } from "../../api";

/** group: under which heading it is offered, '' for none. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly group?: string;
}

export interface Offer {
  readonly all: ComputedRef<readonly Named[]>;
  readonly isBusy: ComputedRef<boolean>;
  readonly trouble: ComputedRef<Trouble | null>;
  readonly hasMore: ComputedRef<boolean>;
  /** Reads it, the first time. */
  open(): void;
  more(): void;
}

const PAGE = 100;

/** Tags are named and not numbered in an audience: the name is the id. */
export function tagsOffered(): Offer {
  const groups = asking(() => siyu.members.listTags());
  let isOpen = false;
  return {
    all: computed(() => (groups.value.value?.items ?? []).flatMap((group) => group.tags.map((tag) => ({ id: tag.name, name: tag.name, group: group.name })))),
    isBusy: computed(() => groups.isBusy.value),
    trouble: computed(() => groups.trouble.value),
    hasMore: computed(() => false),
    open: () => {
      if (!isOpen) void groups.ask();
      isOpen = true;
    },
    more: () => void groups.ask(),
  };
}

export const staffOffered = (serves: boolean | null): Offer =>
  offered(
    (from) => siyu.staff.listStaff({ ...from, limit: PAGE, serves }),
    (one) => ({ id: one.userid, name: one.name || one.userid }),
  );
export const codesOffered = (): Offer =>
  offered(
    (from) => siyu.liveCodes.listLiveCodes({ ...from, limit: PAGE }),
    (one) => ({ id: one.code, name: one.name }),
  );
export const storesOffered = (): Offer =>
  offered(
    (from) => siyu.stores.listStores({ ...from, limit: PAGE }),
    (one) => ({ id: one.store_id, name: one.name }),
  );

function offered<Item>(
  page: (from: { cursor?: string }) => PromiseLike<{ readonly items: readonly Item[]; readonly cursor: string }>,
  show: (item: Item) => Named,
): Offer {
  const list = listing(page);
  let isOpen = false;
  return {
    all: computed(() => list.items.value.map(show)),
    isBusy: computed(() => list.isBusy.value),
    trouble: computed(() => list.trouble.value),
    hasMore: computed(() => list.hasMore.value),
    open: () => {
      if (!isOpen) void list.restart();
      isOpen = true;
    },
    more: () => void (list.trouble.value ? list.restart() : list.more()),
  };
}
