/** What operators call a column of the table, or a field of a store. */

import { stores } from "./words";

/** field: as the API names it; '' is the whole line. */
export function fieldName(field: string): string {
  const { fields, wholeLine } = stores.value;
  return Object.entries(fields).find(([one]) => one === field)?.[1] ?? wholeLine;
}
