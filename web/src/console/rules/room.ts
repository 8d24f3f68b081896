import type { Room } from "../room";

export const rules: Room = {
  screens: [{ section: "settings", path: "/rules", right: "touches.read_rules", title: { zh: "规则", en: "Rules" } }],
  guide: "rules",
  routes: [{ path: "/rules", meta: { right: "touches.read_rules" }, component: () => import("./Rules.vue") }],
};
