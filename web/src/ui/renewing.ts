/** A page that keeps itself up to date. */

import { onBeforeUnmount, onMounted } from "vue";

const A_MINUTE = 60_000;

/** Asks each minute. Nobody looks at a tab that is behind others: when they come back it is asked at once. */
export function eachMinute(ask: () => Promise<void>): void {
  const renew = (): void => {
    if (!document.hidden) void ask();
  };
  let timer = 0;
  onMounted(() => {
    timer = window.setInterval(renew, A_MINUTE);
    document.addEventListener("visibilitychange", renew);
  });
  onBeforeUnmount(() => {
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", renew);
  });
}
