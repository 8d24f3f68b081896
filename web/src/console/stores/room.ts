import type { Room } from "../room";

export const stores: Room = {
  screens: [{ section: "settings", path: "/stores", right: "stores.read", title: { zh: "门店", en: "Stores" } }],
  guide: "stores",
  routes: [
    { path: "/stores", component: () => import("./Stores.vue") },
    { path: "/stores/import", meta: { right: "stores.manage" }, component: () => import("./ImportStores.vue") },
  ],
  kept: ["Stores"],
};
