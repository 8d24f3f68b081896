import "@ui/tokens.css";

import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";

import { speak, spoken } from "@words";

import { keep, kept } from "../kept";
import Shell from "./Shell.vue";
import { ROUTES } from "./rooms";

const router = createRouter({
  history: createWebHistory("/console"),
  routes: [...ROUTES],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
});

// After a deploy an open tab asks for a part that is not there any more: it is read anew once, and not for ever.
const AGAIN = "siyu-read-anew";
router.onError((_, to) => {
  if (kept("sessionStorage", AGAIN) === to.fullPath) return;
  keep("sessionStorage", AGAIN, to.fullPath);
  location.assign(router.resolve(to).href);
});
router.afterEach(() => keep("sessionStorage", AGAIN, null));

speak(spoken());
createApp(Shell).use(router).mount("#app");
