/** A form from its first letter to its answer: one intent, its refusals, and nothing typed that is lost by a slip. */

import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";

import { words } from "@words";

import { intent, troubleOf, unsaved, type Trouble } from "../api";

export interface Forming {
  readonly trouble: ShallowRef<Trouble | null>;
  /** A sentence for each field that is wrong, by its path. */
  readonly faults: ComputedRef<Readonly<Record<string, string>>>;
  /** True when it is unusual, and has to be said to be meant. */
  readonly needsWord: ComputedRef<boolean>;
  readonly isMeant: Ref<boolean>;
  readonly isBusy: Ref<boolean>;
  readonly isChanged: ComputedRef<boolean>;
  save(): Promise<void>;
  /** False when somebody would rather stay with what they typed. */
  mayLeave(): boolean;
}

export interface Sending<Done> {
  /** key: the Idempotency-Key of this intent. isMeant: whether the unusual was said to be meant (`confirm`). */
  send(key: string, isMeant: boolean): PromiseLike<Done>;
  saved(done: Done): void;
  /** What to do about a refusal before it is told, such as reading what somebody else has changed. */
  met?(trouble: Trouble): Promise<Trouble>;
  /** What it adds to, where twice sent is twice added: what was not answered is the same intent when the form is opened anew. */
  readonly adds?: string;
}

const unanswered = new Map<string, string>();

export function forming<Done>(form: object, { send, saved, met, adds }: Sending<Done>): Forming {
  const trouble = shallowRef<Trouble | null>(null);
  const begun = ref(JSON.stringify(form));
  const [isBusy, isMeant] = [ref(false), ref(false)];
  let key = (adds && unanswered.get(adds)) || intent();
  const isChanged = computed(() => JSON.stringify(form) !== begun.value);
  const mayLeave = (): boolean => !isChanged.value || window.confirm(words.value.ask.leave);

  async function save(): Promise<void> {
    isBusy.value = true;
    if (adds) unanswered.set(adds, key);
    try {
      const done = await send(key, isMeant.value);
      begun.value = JSON.stringify(form);
      answered();
      trouble.value = null;
      saved(done);
    } catch (error) {
      await refuse(troubleOf(error));
    } finally {
      isBusy.value = false;
    }
  }

  function answered(): void {
    if (adds) unanswered.delete(adds);
    key = intent();
  }

  /** No answer may have been a deed: the same key is sent again. After a refusal the next try is another act. */
  async function refuse(what: Trouble): Promise<void> {
    if (what.code !== "" && !what.isSignedOut) answered();
    isMeant.value = false;
    // What was sent before the answer was lost had other words in it: it may be there, and this would be another.
    const told = what.code === "IdempotencyMismatch" ? { ...what, text: words.value.ask.sentBefore } : what;
    try {
      trouble.value = met ? await met(told) : told;
    } catch {
      trouble.value = told; // what would have been read is not there: the refusal stands
    }
  }

  const hold = (event: BeforeUnloadEvent): void => {
    if (isChanged.value) event.preventDefault();
  };
  const asks = (): boolean => isChanged.value;
  onMounted(() => {
    window.addEventListener("beforeunload", hold);
    unsaved.add(asks);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("beforeunload", hold);
    unsaved.delete(asks);
  });
  onBeforeRouteLeave(mayLeave);
  // Such as somebody else chosen in the address.
  onBeforeRouteUpdate((to, from) => to.fullPath === from.fullPath || mayLeave());
  return {
    trouble,
    faults: computed(() => trouble.value?.faults ?? {}),
    needsWord: computed(() => trouble.value?.code === "NeedsConfirmation"),
    isMeant,
    isBusy,
    isChanged,
    save,
    mayLeave,
  };
}
