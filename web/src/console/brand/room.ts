import type { Room } from "../room";

export const brand: Room = {
  screens: [{ section: "settings", path: "/brand", right: "brand.read", title: { zh: "品牌", en: "Brand" } }],
  guide: "brand",
  routes: [{ path: "/brand", meta: { right: "brand.read" }, component: () => import("./Brand.vue") }],
};
