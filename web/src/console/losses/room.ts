import type { Room } from "../room";

export const losses: Room = {
  screens: [{ section: "customers", path: "/losses", right: "losses.read", title: { zh: "流失", en: "Losses" } }],
  guide: "losses",
  routes: [{ path: "/losses", component: () => import("./Losses.vue") }],
  kept: ["Losses"],
};
