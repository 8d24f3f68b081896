import type { Room } from "../room";

export const scripts: Room = {
  screens: [{ section: "reach", path: "/scripts", right: "scripts.read", title: { zh: "话术库", en: "Scripts" } }],
  guide: "scripts",
  routes: [
    { path: "/scripts", component: () => import("./Scripts.vue") },
    { path: "/scripts/new", meta: { right: "scripts.write" }, component: () => import("./NewScript.vue") },
    { path: "/scripts/:id", component: () => import("./Script.vue"), props: true },
    { path: "/scripts/:id/edit", meta: { right: "content.write" }, component: () => import("./EditScript.vue"), props: true },
  ],
  kept: ["Scripts"],
};
