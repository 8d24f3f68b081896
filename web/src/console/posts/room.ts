import type { Room } from "../room";

export const posts: Room = {
  screens: [{ section: "reach", path: "/posts", right: "posts.read", title: { zh: "定时群发", en: "Posts" } }],
  guide: "posts",
  routes: [
    { path: "/posts", component: () => import("./Posts.vue") },
    { path: "/posts/calendar", component: () => import("./Calendar.vue") },
    { path: "/posts/new", meta: { right: "posts.schedule" }, component: () => import("./NewPost.vue") },
    { path: "/posts/:id", component: () => import("./Post.vue"), props: true },
    { path: "/posts/:id/edit", meta: { right: "posts.schedule" }, component: () => import("./EditPost.vue"), props: true },
  ],
  kept: ["Posts"],
};
