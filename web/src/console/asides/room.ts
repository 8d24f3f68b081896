import type { Room } from "../room";

export const asides: Room = {
  screens: [{ section: "settings", path: "/asides", right: "asides.see", title: { zh: "搁置与重投", en: "Set aside" } }],
  guide: "asides",
  routes: [{ path: "/asides", component: () => import("./Asides.vue") }],
  kept: ["Asides"],
};
