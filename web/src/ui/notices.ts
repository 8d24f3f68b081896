/** What has just been done, said at the foot of the screen, with a way to take it back. */

import { shallowRef } from "vue";

export interface Notice {
  readonly text: string;
  readonly isWrong: boolean;
  readonly undo: (() => Promise<void>) | null;
}

const SHOWN_FOR = 15_000;
export const notice = shallowRef<Notice | null>(null);
let timer = 0;

export function say(text: string, undo: (() => Promise<void>) | null = null): void {
  show({ text, isWrong: false, undo });
}

export function sayWrong(text: string): void {
  show({ text, isWrong: true, undo: null });
}

/** Whoever is at it has the time they need. */
export function stay(): void {
  window.clearTimeout(timer);
}

export function goOn(): void {
  stay();
  if (notice.value && !notice.value.isWrong) timer = window.setTimeout(hush, SHOWN_FOR);
}

export function hush(): void {
  notice.value = null;
}

function show(one: Notice): void {
  notice.value = one;
  // What went wrong stays until somebody has read it.
  goOn();
}
