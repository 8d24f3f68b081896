/** A menu of which several are taken, one at a time: by the mouse each as it is chosen; by the arrows one walks through them
 *  and takes with Enter, or, where nothing is sent yet, by going on. For `v-on` of a select whose first choice is ''. */

export interface Taking {
  keydown(event: KeyboardEvent): void;
  pointerdown(): unknown;
  change(event: Event): unknown;
  blur(event: Event): unknown;
}

export function taking(take: (value: string) => unknown, byGoingOn = true): Taking {
  let isWalking = false;
  function done(select: EventTarget | null, isTaken = true): void {
    isWalking = false;
    if (!(select instanceof HTMLSelectElement) || select.value === "") return;
    const { value } = select;
    select.value = "";
    if (isTaken) take(value);
  }
  return {
    keydown(event) {
      isWalking = event.key !== "Enter";
      if (isWalking) return;
      event.preventDefault();
      done(event.target);
    },
    pointerdown: () => (isWalking = false),
    change: ({ target }) => isWalking || done(target),
    blur: ({ target }) => isWalking && done(target, byGoingOn),
  };
}
