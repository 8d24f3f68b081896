/** A product is put on the shelf or taken off it, with the way back. What still sells it is said first. */

import { shallowRef, type ShallowRef } from "vue";

import type { CatalogueProduct, CatalogueShelfState } from "@client";
import { say, sayWrong } from "@ui/notices";

import { intent, siyu, troubleOf } from "../../api";
import { catalogue } from "./words";

interface Shelved {
  readonly product_id: string;
  readonly name: string;
  readonly state: CatalogueShelfState;
}

export interface Shelving {
  readonly question: ShallowRef<{ readonly of: Shelved; readonly reasons: readonly string[] } | null>;
  turn(one: Shelved, isMeant?: boolean): Promise<void>;
}

/** show: puts what a product has become where it is seen. */
export function shelving(show: (now: CatalogueProduct) => void): Shelving {
  const question: Shelving["question"] = shallowRef(null);

  const put = (one: Shelved, state: CatalogueShelfState, confirm: boolean): PromiseLike<CatalogueProduct> =>
    siyu.catalogue.shelveProduct({ product_id: one.product_id, body: { state, ...(confirm ? { confirm } : {}) } }, { key: intent() });

  async function turn(one: Shelved, isMeant = false): Promise<void> {
    question.value = null;
    const to = one.state === "on" ? "off" : "on";
    try {
      show(await put(one, to, isMeant));
      say(catalogue.value[to === "on" ? "wasOn" : "wasOff"](one.name), async () => show(await put(one, one.state, true)));
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.code === "NeedsConfirmation") question.value = { of: one, reasons: trouble.reasons };
      else sayWrong(trouble.text);
    }
  }
  return { question, turn };
}
