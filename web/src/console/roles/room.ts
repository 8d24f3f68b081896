import type { Room } from "../room";

export const roles: Room = {
  screens: [{ section: "settings", path: "/roles", right: "access.see", title: { zh: "角色与范围", en: "Roles and scopes" } }],
  guide: "roles",
  routes: [
    { path: "/roles", meta: { right: "access.see" }, component: () => import("./People.vue") },
    { path: "/roles/sets", meta: { right: "access.see" }, component: () => import("./Sets.vue") },
    { path: "/roles/rights", meta: { right: "access.see" }, component: () => import("./Matrix.vue") },
    { path: "/roles/new", meta: { right: "access.make_roles" }, component: () => import("./NewRole.vue") },
    { path: "/roles/sets/:id", meta: { right: "access.see" }, component: () => import("./Role.vue"), props: true },
  ],
  kept: ["RolePeople", "RoleSets", "RoleMatrix"],
};
