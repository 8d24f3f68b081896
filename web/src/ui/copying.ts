/** What is taken along: an address, a number, a text. */

import { words } from "@words";

import { say, sayWrong } from "./notices";

/** Into the clipboard. Where the browser refuses that, the text stands on the screen, to be copied from there. */
export async function copied(text: string, said = words.value.ask.copied): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(said);
  } catch {
    sayWrong(text);
  }
}
