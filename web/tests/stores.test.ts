import { expect, test } from "vitest";

import type { StoresHours, StoresStore } from "@client";

import { bodyOf, draftOf, everyDay } from "../src/console/stores/draft";

const DAYS: readonly StoresHours["day"][] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const daily = DAYS.map((day) => ({ day, since: "10:00", until: "22:00" }));
const STORE: StoresStore = {
  store_id: "s1",
  number: "S1",
  name: "静安店",
  region: "华东",
  address: "",
  phone: "",
  hours: daily,
  location: { latitude: 31.2, longitude: 121.4 },
  manager: "boss",
  clerks: ["store"],
  staff: [],
  people: [],
  state: "open",
  version: 3,
  created_at: "",
  created_by: null,
  edited_at: null,
  edited_by: null,
};

test("one time every day is one time, and days that differ are left alone", () => {
  expect(everyDay(daily)).toEqual({ since: "10:00", until: "22:00" });
  expect(everyDay([])).toEqual({ since: "", until: "" });
  const apart = daily.slice(1);
  expect(everyDay(apart)).toBeNull();
  expect(bodyOf(draftOf({ ...STORE, hours: apart }), { ...STORE, hours: apart }).hours).toEqual(apart);
});

test("what the form does not show stays, and nobody is manager when nobody is chosen", () => {
  const body = bodyOf({ ...draftOf(STORE), manager: "", since: "09:00" }, STORE);
  expect(body.location).toEqual(STORE.location);
  expect(body.manager).toBeNull();
  expect(body.hours?.[6]).toEqual({ day: "sun", since: "09:00", until: "22:00" });
  expect(bodyOf(draftOf(null), null).hours).toEqual([]);
});
