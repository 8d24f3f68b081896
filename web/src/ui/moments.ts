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

function yearOf(moment: Date): string {
  return new Intl.DateTimeFormat("en", { timeZone: ZONE, year: "numeric" }).format(moment);
}
