import type { Room } from "../room";

export const catalogue: Room = {
  screens: [{ section: "promote", path: "/products", right: "catalogue.read", title: { zh: "货盘", en: "Products" } }],
  guide: "products",
  routes: [
    { path: "/products", component: () => import("./Products.vue") },
    { path: "/products/new", meta: { right: "catalogue.create" }, component: () => import("./NewProduct.vue") },
    { path: "/products/:id", component: () => import("./Product.vue"), props: true },
    { path: "/products/:id/edit", meta: { right: "catalogue.edit" }, component: () => import("./EditProduct.vue"), props: true },
  ],
  kept: ["Products"],
};
