import type { Room } from "../room";

export const quality: Room = {
  screens: [{ section: "numbers", path: "/reply-quality", right: "quality.read", title: { zh: "回复质量", en: "Reply quality" } }],
  guide: "reply-quality",
  routes: [
    { path: "/reply-quality", component: () => import("./Quality.vue") },
    { path: "/reply-quality/loads", meta: { right: "quality.read" }, component: () => import("./Loads.vue") },
  ],
};
