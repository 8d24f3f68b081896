/** Messages that are being read again: told of until each is through, also after the page was left and come back to. */

import { computed, ref, type ComputedRef } from "vue";

import type { AsidesAside } from "@client";
import type { Listing } from "@ui/asking";
import { watching } from "@ui/watching";

import { siyu } from "../../api";
import { keep, kept } from "../../kept";

const KEPT = "siyu-asides-tried";
/** So many can be asked about in one question. */
const AT_ONCE = 20;

export interface Tally {
  readonly all: number;
  readonly done: number;
  readonly back: number;
  readonly left: number;
}

export interface Trying {
  /** What came of those that were tried last; null when none was. */
  readonly tally: ComputedRef<Tally | null>;
  /** Those still in hand, as they are now. */
  found(): Promise<readonly AsidesAside[]>;
  begin(ids: readonly string[]): Promise<void>;
  close(): void;
}

/** ids: in the browser's own words; anything else than what we kept is nothing. */
function read(): readonly string[] {
  return (kept("sessionStorage", KEPT) ?? "").split(",").filter((id) => /^[0-9a-f]{64}$/.test(id));
}

async function look(ids: readonly string[]): Promise<AsidesAside[]> {
  const found: AsidesAside[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    found.push(...(await siyu.asides.listAsides({ ids: ids.slice(from, from + AT_ONCE).join(",") })).items);
  }
  return found;
}

export function trying(list: () => Listing<AsidesAside>): Trying {
  const ids = ref(read());
  const now = ref<ReadonlyMap<string, AsidesAside["standing"]>>(new Map(ids.value.map((id) => [id, "in_hand"])));
  const left = (): readonly string[] => ids.value.filter((id) => now.value.get(id) === "in_hand");

  function learn(found: readonly AsidesAside[]): void {
    now.value = new Map([...now.value, ...found.map((one) => [one.id, one.standing] as const)]);
    for (const one of found) list().replace((of) => of.id, one);
    keep("sessionStorage", KEPT, left().join(",") || null);
  }
  watching(
    () => left().length > 0,
    async () => {
      try {
        learn(await look(left()));
      } catch {
        // It is looked at again in a moment.
      }
    },
  );
  return {
    tally: computed(() => {
      const how = ids.value.map((id) => now.value.get(id));
      if (how.length === 0) return null;
      const many = (standing: AsidesAside["standing"]): number => how.filter((one) => one === standing).length;
      return { all: how.length, done: many("done"), back: many("waiting"), left: many("in_hand") };
    }),
    async found() {
      if (ids.value.length === 0) return [];
      const found = await look(ids.value);
      now.value = new Map(found.map((one) => [one.id, one.standing]));
      return found;
    },
    async begin(tried) {
      ids.value = [...new Set([...left(), ...tried])];
      now.value = new Map(ids.value.map((id) => [id, "in_hand"]));
      keep("sessionStorage", KEPT, ids.value.join(","));
      learn(await look(ids.value));
    },
    close() {
      ids.value = [];
      keep("sessionStorage", KEPT, null);
    },
  };
}
