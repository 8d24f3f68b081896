import "@ui/tokens.css";

import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";

import { speak, spoken } from "@words";

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
  if (sessionStorage.getItem(AGAIN) === to.fullPath) return;
  sessionStorage.setItem(AGAIN, to.fullPath);
  location.assign(router.resolve(to).href);
});
router.afterEach(() => sessionStorage.removeItem(AGAIN));

speak(spoken());
createApp(Shell).use(router).mount("#app");
