import type { Room } from "../room";

export const members: Room = {
  screens: [{ section: "customers", path: "/members", right: "members.read", title: { zh: "会员", en: "Members" } }],
  guide: "members",
  routes: [
    { path: "/members", component: () => import("./Members.vue") },
    { path: "/members/works", component: () => import("./Works.vue") },
    { path: "/members/:id", component: () => import("./Member.vue"), props: true },
  ],
  kept: ["Members"],
};
