import type { Room } from "../room";

export const coupons: Room = {
  screens: [{ section: "promote", path: "/coupons", right: "coupons.read", title: { zh: "优惠券", en: "Coupons" } }],
  guide: "coupons",
  routes: [
    { path: "/coupons", component: () => import("./Coupons.vue") },
    { path: "/coupons/new", meta: { right: "coupons.create" }, component: () => import("./NewCoupon.vue") },
    { path: "/coupons/:id", component: () => import("./Coupon.vue"), props: true },
  ],
  kept: ["Coupons"],
};
