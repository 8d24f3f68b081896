/** Keys of a desk where one reads and decides: never while a field has the focus, nor with another key held. */

import { onBeforeUnmount, onMounted } from "vue";

export function keys(acts: Readonly<Record<string, () => void>>): void {
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.target;
    if (at instanceof Element && at.closest("input, textarea, select, dialog, [contenteditable]")) return;
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
  onMounted(() => window.addEventListener("keydown", press));
  onBeforeUnmount(() => window.removeEventListener("keydown", press));
}
