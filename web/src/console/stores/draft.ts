/** What somebody is making of a store, before it is saved. */

import type { StoresHours, StoresNewStore, StoresStore } from "@client";
import { onto } from "@ui/rebasing";
import type { Share } from "@ui/shares";

const DAYS: readonly StoresHours["day"][] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

export interface Draft {
  number: string;
  name: string;
  region: string;
  address: string;
  phone: string;
  since: string;
  until: string;
  /** One or nobody. */
  manager: Share[];
  clerks: Share[];
  staff: Share[];
}

interface Span {
  readonly first: StoresHours["day"];
  readonly last: StoresHours["day"];
  readonly count: number;
  readonly since: string;
  readonly until: string;
}

/** Days that follow each other with the same hours are said as one. */
export function spansOf(hours: readonly StoresHours[]): readonly Span[] {
  const spans: Span[] = [];
  const inOrder = [...hours].sort((a, b) => DAYS.indexOf(a.day) - DAYS.indexOf(b.day) || a.since.localeCompare(b.since));
  for (const { day, since, until } of inOrder) {
    const before = spans.at(-1);
    const isNext = before && DAYS.indexOf(before.last) + 1 === DAYS.indexOf(day) && before.since === since && before.until === until;
    if (isNext) spans[spans.length - 1] = { ...before, last: day, count: before.count + 1 };
    else spans.push({ first: day, last: day, count: 1, since, until });
  }
  return spans;
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
  const names = new Map((one?.people ?? []).map((worker) => [worker.userid, worker.name]));
  const named = (userids: readonly string[]): Share[] => userids.map((userid) => ({ userid, name: names.get(userid) || userid, weight: 1 }));
  return {
    number: one?.number ?? "",
    name: one?.name ?? "",
    region: one?.region ?? "",
    address: one?.address ?? "",
    phone: one?.phone ?? "",
    ...hours,
    manager: named(one?.manager ? [one.manager] : []),
    clerks: named(one?.clerks ?? []),
    staff: named(one?.staff ?? []),
  };
}

/** What was typed, on what somebody else has made of the store meanwhile: what was not touched here is as it is now. */
export function rebased(typed: Draft, before: StoresStore, now: StoresStore): Draft {
  return onto(typed, draftOf(before), draftOf(now));
}

/** A store as it shall be; what this form does not show stays as it was. */
export function bodyOf({ since, until, manager, clerks, staff, ...draft }: Draft, one: StoresStore | null): StoresNewStore {
  const isApart = one !== null && everyDay(one.hours) === null;
  const daily = since !== "" && until !== "" ? DAYS.map((day) => ({ day, since, until })) : [];
  const userids = (shares: readonly Share[]): string[] => shares.map((share) => share.userid);
  return { ...draft, manager: manager[0]?.userid ?? null, clerks: userids(clerks), staff: userids(staff), hours: isApart ? one.hours : daily, location: one?.location ?? null };
}
