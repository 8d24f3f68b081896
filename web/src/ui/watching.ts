/** Looks again while something is under way, such as long work; not while nobody looks at the page. */

import { onBeforeUnmount, onMounted } from "vue";

const EVERY = 2000;

export function watching(isUnderWay: () => boolean, look: () => Promise<void>): void {
  let timer = 0;
  let isOver = false;
  function again(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      if (!document.hidden && isUnderWay()) await look();
      if (!isOver) again();
    }, EVERY);
  }
  onMounted(again);
  onBeforeUnmount(() => {
    isOver = true;
    window.clearTimeout(timer);
  });
}
