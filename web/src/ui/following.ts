/** Long work while somebody looks: asked again and again until it is over, and no more when they have left. */

import { onBeforeUnmount, onDeactivated, ref, shallowRef, type Ref, type ShallowRef } from "vue";

import { troubleOf, type Trouble } from "../api";

export interface Following<Work> {
  readonly work: ShallowRef<Work | null>;
  readonly trouble: ShallowRef<Trouble | null>;
  readonly isBusy: Ref<boolean>;
  /** Looks until it is over. Nobody is told of the end (false) when another was begun or the page was left. */
  follow(): Promise<boolean>;
  leave(): void;
}

const OFTEN = 2000;

export function following<Work>(look: () => PromiseLike<Work>, isOver: (work: Work) => boolean, often = OFTEN): Following<Work> {
  const work = shallowRef<Work | null>(null);
  const trouble = shallowRef<Trouble | null>(null);
  const isBusy = ref(false);
  let latest = 0;

  async function follow(): Promise<boolean> {
    const mine = ++latest;
    isBusy.value = true;
    try {
      for (;;) {
        const now = await look();
        if (mine !== latest) return false;
        [work.value, trouble.value] = [now, null];
        if (isOver(now)) return true;
        await new Promise((go) => setTimeout(go, often));
        if (mine !== latest) return false;
      }
    } catch (error) {
      if (mine === latest) trouble.value = troubleOf(error);
      return false;
    } finally {
      if (mine === latest) isBusy.value = false;
    }
  }
  const leave = (): void => {
    latest++;
    isBusy.value = false;
  };
  onBeforeUnmount(leave);
  onDeactivated(leave);
  return { work, trouble, isBusy, follow, leave };
}
