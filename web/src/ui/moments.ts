/** Times as people in the corp read them: stored in UTC, shown by Shanghai's clocks. */

import { spoken } from "@words";

const ZONE = "Asia/Shanghai";

/** 11/26 04:18, with the year when it is another. */
export function when(iso: string, now: Date = new Date()): string {
  const moment = new Date(iso);
  const isThisYear = yearOf(moment) === yearOf(now);
  return new Intl.DateTimeFormat(spoken() === "en" ? "en-GB" : "zh-CN", {
    timeZone: ZONE,
    ...(isThisYear ? {} : { year: "numeric" }),
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(moment);
}

/** 14:22, by the corp's clocks; with the day when it is another. */
export function clock(iso: string, now: Date = new Date()): string {
  if (iso === "") return "";
  return dayOf(new Date(iso)) === dayOf(now) ? typedOf(iso).slice(11) : when(iso, now);
}

/** Shanghai's clocks all year round: there is no summer time. */
const AHEAD = 8 * 3600_000;

/** A moment as a field for date and time takes it, by the corp's clocks; '' for none. */
export function typedOf(iso: string): string {
  return iso === "" ? "" : new Date(Date.parse(iso) + AHEAD).toISOString().slice(0, 16);
}

/** The moment that such a field says; null for none. */
export function momentOf(typed: string): string | null {
  return typed === "" ? null : `${typed}:00+08:00`;
}

/** The corp's day of a moment, so many days later: 2026-11-26. */
export function dayOf(moment: Date, later = 0): string {
  return new Date(moment.getTime() + AHEAD + later * 86_400_000).toISOString().slice(0, 10);
}

function yearOf(moment: Date): string {
  return new Intl.DateTimeFormat("en", { timeZone: ZONE, year: "numeric" }).format(moment);
}
