/** What staff read of a script: variables by their names, as the side bar has them. */

import { usedIn } from "../content/filling";
import { readable } from "../content/variables";

export function readableOf(text: string): string {
  return readable(text, [...usedIn(text)]);
}
