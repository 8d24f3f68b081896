/** What operators call a column of the table, or a field of a store. */

import { words } from "@words";

import { stores } from "./words";

/** field: as the API names it; '' is the whole line. */
export function fieldName(field: string): string {
  return Object.entries(stores.value.fields).find(([one]) => one === field)?.[1] ?? words.value.sheet.wholeLine;
}
