import { expect, test } from "vitest";

import type { StoresHours, StoresStore } from "@client";

import { bodyOf, draftOf, everyDay, rebased, spansOf } from "../src/console/stores/draft";

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

test("days in a row with the same hours are said as one", () => {
  expect(spansOf(daily)).toEqual([{ first: "mon", last: "sun", count: 7, since: "10:00", until: "22:00" }]);
  const apart = spansOf([...daily.slice(5).map((one) => ({ ...one, since: "09:00" })), ...daily.slice(0, 5)]);
  expect(apart.map(({ first, last, since }) => [first, last, since])).toEqual([["mon", "fri", "10:00"], ["sat", "sun", "09:00"]]);
  expect(spansOf([])).toEqual([]);
});

test("who works there is sent by account, and shown by name", () => {
  const people = [{ userid: "store", name: "小赵", is_clerk: true, is_manager: false, is_primary: true }];
  const draft = draftOf({ ...STORE, people });
  expect([draft.clerks[0]?.name, draft.manager[0]?.name]).toEqual(["小赵", "boss"]);
  expect(bodyOf(draft, { ...STORE, people })).toMatchObject({ manager: "boss", clerks: ["store"], staff: [] });
});

test("what the form does not show stays, and nobody is manager when nobody is chosen", () => {
  const body = bodyOf({ ...draftOf(STORE), manager: [], since: "09:00" }, STORE);
  expect(body.location).toEqual(STORE.location);
  expect(body.manager).toBeNull();
  expect(body.hours?.[6]).toEqual({ day: "sun", since: "09:00", until: "22:00" });
  expect(bodyOf(draftOf(null), null).hours).toEqual([]);
});

test("somebody else's change is kept beside what was typed here", () => {
  const typed = { ...draftOf(STORE), address: "南京西路 1 号" };
  const now = rebased(typed, STORE, { ...STORE, version: 4, phone: "021-1", region: "华南" });
  expect([now.address, now.phone, now.region]).toEqual(["南京西路 1 号", "021-1", "华南"]);
});
