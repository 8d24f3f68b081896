import type { Room } from "../room";

export const livecodes: Room = {
  screens: [{ section: "acquire", path: "/live-codes", right: "livecodes.read", title: { zh: "活码", en: "Live codes" } }],
  guide: "live-codes",
  routes: [
    { path: "/live-codes", component: () => import("./LiveCodes.vue") },
    { path: "/live-codes/new", meta: { right: "livecodes.create" }, component: () => import("./NewCode.vue") },
    { path: "/live-codes/import", meta: { right: "livecodes.create" }, component: () => import("./ImportCodes.vue") },
    { path: "/live-codes/works", component: () => import("./Works.vue") },
    { path: "/live-codes/:code", component: () => import("./LiveCode.vue"), props: true },
    { path: "/live-codes/:code/edit", meta: { right: "livecodes.edit" }, component: () => import("./EditCode.vue"), props: true },
  ],
  kept: ["LiveCodes"],
};
