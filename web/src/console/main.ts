import "@ui/tokens.css";

import { arrived, arriving, holdFocus } from "@ui/focusing";

import { createApp, nextTick } from "vue";
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
router.afterEach((to, from, failure) => {
  keep("sessionStorage", AGAIN, null);
  if (failure || from.matched.length === 0 || to.path === from.path) return;
  arriving();
  // Its heading is there at once, or comes with what the page reads.
  void nextTick(arrived);
});

holdFocus();
speak(spoken());
createApp(Shell).use(router).mount("#app");
