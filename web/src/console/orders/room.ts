import type { Room } from "../room";

export const orders: Room = {
  screens: [
    { section: "trade", path: "/orders", right: "orders.read", title: { zh: "订单", en: "Orders" } },
    { section: "trade", path: "/refunds", right: "payments.read", title: { zh: "退款", en: "Refunds" } },
  ],
  guide: "orders",
  routes: [
    { path: "/orders", component: () => import("./Orders.vue") },
    { path: "/orders/:id", component: () => import("./Order.vue"), props: true },
    { path: "/refunds", component: () => import("./Refunds.vue") },
  ],
  kept: ["Orders", "Refunds"],
};
