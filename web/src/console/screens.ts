/** Every screen there is: where it stands in the menu, and which right opens it. A screen that is not whole is not here. */

import type { RouteRecordRaw } from "vue-router";

import type { Words } from "@words";

export interface Screen {
  readonly section: keyof Words["sections"];
  readonly path: string;
  readonly right: string;
  title(words: Words): string;
}

export const SCREENS: readonly Screen[] = [
  { section: "acquire", path: "/live-codes", right: "livecodes.read", title: (words) => words.livecodes.title },
];

export const ROUTES: readonly RouteRecordRaw[] = [
  { path: "/", component: () => import("./Start.vue") },
  { path: "/live-codes", component: () => import("./livecodes/LiveCodes.vue") },
  { path: "/live-codes/:code", component: () => import("./livecodes/LiveCode.vue"), props: true },
  { path: "/:rest(.*)*", component: () => import("./NotFound.vue") },
];
