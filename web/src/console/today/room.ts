import type { Room } from "../room";

export const today: Room = {
  screens: [{ section: "today", path: "/today", right: "signed_in", title: { zh: "今日", en: "Today" } }],
  guide: "today",
  routes: [{ path: "/today", component: () => import("./Today.vue") }],
};
