import type { Room } from "../room";

/** No line in the menu: each screen leads to its own page, and the frame to all of them. */
export const guide: Room = {
  screens: [],
  guide: "README",
  routes: [
    { path: "/guide", component: () => import("./Guide.vue") },
    { path: "/guide/:page", component: () => import("./Guide.vue"), props: true },
  ],
};
