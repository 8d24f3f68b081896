import type { Room } from "../room";

export const staff: Room = {
  screens: [{ section: "settings", path: "/staff", right: "staff.read", title: { zh: "员工与角色", en: "Staff and roles" } }],
  guide: "staff",
  routes: [{ path: "/staff", component: () => import("./Staff.vue") }],
  kept: ["Staff"],
};
