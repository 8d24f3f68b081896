import type { Room } from "../room";

export const audit: Room = {
  screens: [{ section: "settings", path: "/audit", right: "audit.view", title: { zh: "操作日志", en: "Audit log" } }],
  guide: "audit",
  routes: [{ path: "/audit", component: () => import("./Audit.vue") }],
  kept: ["Audit"],
};
