/** What a page shows of a question under way: nothing yet, the answer, or what went wrong. */

import { shallowRef, ref, type Ref, type ShallowRef } from "vue";

import { troubleOf, type Trouble } from "../api";

export interface Asking<T> {
  readonly value: ShallowRef<T | null>;
  readonly trouble: ShallowRef<Trouble | null>;
  readonly isBusy: Ref<boolean>;
  /** Asks; an answer that comes after a later question was asked is not shown. */
  ask(): Promise<void>;
}

export function asking<T>(question: () => PromiseLike<T>): Asking<T> {
  const value = shallowRef<T | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const isBusy = ref(false);
  let latest = 0;

  async function ask(): Promise<void> {
    const mine = ++latest;
    isBusy.value = true;
    try {
      const answer = await question();
      if (mine === latest) [value.value, trouble.value] = [answer, null];
    } catch (error) {
      if (mine === latest) trouble.value = troubleOf(error);
    } finally {
      if (mine === latest) isBusy.value = false;
    }
  }
  return { value, trouble, isBusy, ask };
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string;
}

export interface Listing<Item> {
  readonly items: ShallowRef<readonly Item[]>;
  readonly trouble: ShallowRef<Trouble | null>;
  readonly isBusy: Ref<boolean>;
  readonly hasMore: Ref<boolean>;
  /** From the first page on. */
  restart(): Promise<void>;
  /** The same lines as they are now, as many as are shown. */
  renew(): Promise<void>;
  more(): Promise<void>;
  /** Show this instead of the one that has the same key. */
  replace(key: (item: Item) => string, item: Item): void;
}

/** A list by pages. A page may be empty and not the last (filters look at some rows a call): it goes on by itself. */
export function listing<Item>(page: (from: { cursor?: string }) => PromiseLike<Page<Item>>): Listing<Item> {
  const items = shallowRef<readonly Item[]>([]);
  const trouble = shallowRef<Trouble | null>(null);
  const isBusy = ref(false);
  const hasMore = ref(false);
  let cursor = "";
  let latest = 0;

  async function read(isFirst: boolean, least = 1): Promise<void> {
    const mine = ++latest;
    isBusy.value = true;
    try {
      let from = isFirst ? "" : cursor;
      let found: readonly Item[] = [];
      do {
        const answer = await page(from === "" ? {} : { cursor: from });
        if (mine !== latest) return;
        [found, from] = [[...found, ...answer.items], answer.cursor];
      } while (found.length < least && from !== "");
      items.value = isFirst ? found : [...items.value, ...found];
      cursor = from;
      hasMore.value = from !== "";
      trouble.value = null;
    } catch (error) {
      if (mine === latest) trouble.value = troubleOf(error);
    } finally {
      if (mine === latest) isBusy.value = false;
    }
  }

  return {
    items,
    trouble,
    isBusy,
    hasMore,
    restart: () => read(true),
    renew: () => read(true, Math.max(1, items.value.length)),
    more: () => read(false),
    replace: (key, item) => {
      items.value = items.value.map((one) => (key(one) === key(item) ? item : one));
    },
  };
}
