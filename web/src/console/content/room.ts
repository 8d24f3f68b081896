import type { Room } from "../room";

export const content: Room = {
  screens: [{ section: "reach", path: "/content", right: "content.read", title: { zh: "素材", en: "Content" } }],
  guide: "content",
  routes: [
    { path: "/content", component: () => import("./Contents.vue") },
    { path: "/content/new", meta: { right: "content.write" }, component: () => import("./NewContent.vue") },
    { path: "/content/:id", component: () => import("./Content.vue"), props: true },
    { path: "/content/:id/edit", meta: { right: "content.write" }, component: () => import("./EditContent.vue"), props: true },
  ],
  kept: ["Contents"],
};
