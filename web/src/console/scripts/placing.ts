/** A script is put into a category, moved and taken out, each with the way back. */

import type { ScriptsScript } from "@client";
import { say, sayWrong } from "@ui/notices";

import { intent, siyu, troubleOf } from "../../api";
import { scripts } from "./words";

export interface Where {
  category: string;
  subcategory: string;
}

export function whereOf(one: Pick<ScriptsScript, "category" | "subcategory"> | null): Where {
  return { category: one?.category ?? "", subcategory: one?.subcategory ?? "" };
}

/** 异议 › 价格 */
export function saidOf({ category, subcategory }: { readonly category: string; readonly subcategory: string | null }): string {
  return subcategory ? `${category} › ${subcategory}` : category;
}

export function put(item_id: string, { category, subcategory }: Where, key = intent()): PromiseLike<ScriptsScript> {
  const below = subcategory.trim();
  return siyu.scripts.placeScript({ item_id, body: { category: category.trim(), subcategory: below === "" ? null : below } }, { key });
}

/** after: reads anew what is shown. */
export async function takenOut(one: ScriptsScript, after: () => unknown): Promise<void> {
  try {
    await siyu.scripts.takeScriptOut({ item_id: one.item_id }, { key: intent() });
    say(scripts.value.out(one.name), async () => {
      await put(one.item_id, whereOf(one));
      after();
    });
  } catch (error) {
    sayWrong(troubleOf(error).text);
  }
  after();
}

/** before: where it stood, null for what is new here. */
export function wasPut(now: ScriptsScript, before: Where | null, after: () => unknown): void {
  say(scripts.value.put(now.name, saidOf(now)), async () => {
    await (before ? put(now.item_id, before) : siyu.scripts.takeScriptOut({ item_id: now.item_id }, { key: intent() }));
    after();
  });
  after();
}
