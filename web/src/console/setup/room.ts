import type { Room } from "../room";

export const setup: Room = {
  screens: [{ section: "settings", path: "/setup", right: "setup.see", title: { zh: "接入检查", en: "Setup" } }],
  guide: "setup",
  routes: [{ path: "/setup", component: () => import("./Setup.vue") }],
};
