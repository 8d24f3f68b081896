import type { Room } from "../room";

export const numbers: Room = {
  screens: [{ section: "numbers", path: "/numbers", right: "counters.see", title: { zh: "数据", en: "Numbers" } }],
  guide: "numbers",
  routes: [{ path: "/numbers", component: () => import("./Numbers.vue") }],
};
