/** What somebody is making of a store, before it is saved. */

import type { StoresHours, StoresNewStore, StoresStore } from "@client";

const DAYS: readonly StoresHours["day"][] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export interface Draft {
  number: string;
  name: string;
  region: string;
  address: string;
  phone: string;
  since: string;
  until: string;
  manager: string;
  clerks: string[];
  staff: string[];
}

/** The one time from and up to which it is open every day; null when the days differ. */
export function everyDay(hours: readonly StoresHours[]): { since: string; until: string } | null {
  const [first] = hours;
  if (first === undefined) return { since: "", until: "" };
  const isSame = hours.every((one) => one.since === first.since && one.until === first.until);
  return isSame && hours.length === DAYS.length && new Set(hours.map((one) => one.day)).size === DAYS.length ? { since: first.since, until: first.until } : null;
}

export function draftOf(one: StoresStore | null): Draft {
  const hours = everyDay(one?.hours ?? []) ?? { since: "", until: "" };
  return {
    number: one?.number ?? "",
    name: one?.name ?? "",
    region: one?.region ?? "",
    address: one?.address ?? "",
    phone: one?.phone ?? "",
    ...hours,
    manager: one?.manager ?? "",
    clerks: [...(one?.clerks ?? [])],
    staff: [...(one?.staff ?? [])],
  };
}

/** A store as it shall be; what this form does not show stays as it was. */
export function bodyOf({ since, until, manager, ...draft }: Draft, one: StoresStore | null): StoresNewStore {
  const isApart = one !== null && everyDay(one.hours) === null;
  const daily = since !== "" && until !== "" ? DAYS.map((day) => ({ day, since, until })) : [];
  return { ...draft, manager: manager || null, hours: isApart ? one.hours : daily, location: one?.location ?? null };
}
