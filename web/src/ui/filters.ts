/** Filters of a list: they stand in the address, so a list can be sent to a colleague and is there when one comes back. */

import { computed, onActivated, onBeforeUnmount, onMounted, watch, type WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { Listing } from "./asking";

export interface Filters {
  /** One of them as the address says it, '' for none; set to change it. */
  text(name: string): WritableComputedRef<string>;
  /** One that is of a few; null for anything else. */
  choice<Choice extends string>(name: string, of: readonly Choice[]): WritableComputedRef<Choice | null>;
  isSet(): boolean;
  clear(): void;
  /** Reads the list when a filter changes, and its lines anew when one comes back to it, from a page or another tab. */
  drive<Item>(list: Listing<Item>): void;
}

export function filters(...names: readonly string[]): Filters {
  const [route, router] = [useRoute(), useRouter()];
  const path = route.path;
  const said = (name: string): string => String(route.query[name] ?? "");
  const say = (name: string, value: string): void => {
    void router.replace({ query: { ...route.query, [name]: value === "" ? undefined : value } });
  };
  return {
    text: (name) => computed({ get: () => said(name), set: (value) => say(name, value) }),
    choice: (name, of) =>
      computed({ get: () => of.find((one) => one === said(name)) ?? null, set: (value) => say(name, value ?? "") }),
    isSet: () => names.some((name) => said(name) !== ""),
    clear: () => void router.replace({ query: {} }),
    drive(list) {
      // While another screen is open the address is that one's, and no question of this list.
      const asked = (): string => (route.path === path ? JSON.stringify(names.map(said)) : "");
      watch(asked, (now) => now !== "" && void list.restart(), { immediate: true });
      // What was made or changed elsewhere is seen when one comes back; the place in the list is kept.
      let isFirst = true;
      onActivated(() => {
        if (!isFirst) void list.renew();
        isFirst = false;
      });
      const back = (): void => {
        if (!document.hidden && asked() !== "") void list.renew();
      };
      onMounted(() => document.addEventListener("visibilitychange", back));
      onBeforeUnmount(() => document.removeEventListener("visibilitychange", back));
    },
  };
}
