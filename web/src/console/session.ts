/** Who is signed in and what they may do: read once, when the console opens. */

import { computed, shallowRef } from "vue";

import type { AccessMe } from "@client";

import { isOf, signIn, siyu, troubleOf, type Trouble } from "../api";
import { RIGHTS_OF_ALL } from "./whole";

export const me = shallowRef<AccessMe | null>(null);
export const trouble = shallowRef<Trouble | null>(null);
const rights = computed(() => new Set(me.value?.rights ?? []));

export async function begin(): Promise<void> {
  try {
    [me.value, trouble.value] = [await siyu.access.readMe(), null];
    isOf(me.value?.corp.key ?? "");
  } catch (error) {
    trouble.value = troubleOf(error);
  }
}

/** True when whoever is signed in holds the right (`x-right` of an operation) and their scope does not close its doors;
 *  `signed_in` is everybody's. */
export function may(right: string): boolean {
  if (right === "signed_in") return me.value !== null;
  return rights.value.has(right) && (isOfAll() || !RIGHTS_OF_ALL.has(right));
}

/** True for whose work is not bound to some stores or people. */
export function isOfAll(): boolean {
  const { stores, staff } = me.value?.scope ?? {};
  return !stores && !staff;
}

/** True for who may see numbers that are the whole corp's: of codes, coupons and posts. */
export function maySeeNumbersOfAll(): boolean {
  return may("counters.see") && isOfAll();
}

/** True for whose scope is people, such as an adviser's own customers, and no place. */
export function seesPeopleOnly(): boolean {
  const { of_people, stores, staff } = me.value?.scope ?? {};
  return of_people === true || (!stores && Boolean(staff));
}

export async function leave(isEverywhere: boolean): Promise<void> {
  await siyu.access.signOut(isEverywhere ? { everywhere: true } : {});
  signIn();
}
