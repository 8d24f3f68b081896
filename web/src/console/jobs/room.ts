import type { Room } from "../room";

export const jobs: Room = {
  screens: [{ section: "settings", path: "/jobs", right: "jobs.see", title: { zh: "导出与任务", en: "Exports and jobs" } }],
  guide: "jobs",
  routes: [{ path: "/jobs", component: () => import("./Jobs.vue") }],
  kept: ["Jobs"],
};
