import type { Room } from "../room";

export const groupbuys: Room = {
  screens: [{ section: "promote", path: "/group-buys", right: "groupbuys.read", title: { zh: "拼团", en: "Group-buys" } }],
  guide: "groupbuy",
  routes: [
    { path: "/group-buys", component: () => import("./GroupBuys.vue") },
    { path: "/group-buys/new", meta: { right: "groupbuys.create" }, component: () => import("./NewGroupBuy.vue") },
    { path: "/group-buys/:id", component: () => import("./GroupBuy.vue"), props: true },
  ],
  kept: ["GroupBuys"],
};
