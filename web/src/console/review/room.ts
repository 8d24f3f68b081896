import type { Room } from "../room";

export const review: Room = {
  screens: [{ section: "reach", path: "/review", right: "content.review", title: { zh: "审核台", en: "Reviews" } }],
  guide: "content",
  routes: [{ path: "/review", component: () => import("./Review.vue") }],
};
