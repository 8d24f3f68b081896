import type { Room } from "../room";

export const tags: Room = {
  screens: [{ section: "customers", path: "/tags", right: "members.read", title: { zh: "标签", en: "Tags" } }],
  guide: "tags",
  routes: [{ path: "/tags", meta: { right: "members.read" }, component: () => import("./Tags.vue") }],
  kept: ["Tags"],
};
