import type { Room } from "../room";

export const departures: Room = {
  screens: [{ section: "customers", path: "/departures", right: "departures.read", title: { zh: "离职继承", en: "Departures" } }],
  guide: "departures",
  routes: [
    { path: "/departures", component: () => import("./Departures.vue") },
    { path: "/departures/new", meta: { right: "departures.hand_over" }, component: () => import("./NewDeparture.vue") },
    { path: "/departures/:id", component: () => import("./Departure.vue"), props: true },
  ],
  kept: ["Departures"],
};
