/** A recurring schedule as an operator chooses it: which days, at what time. It is sent as an RRULE and read from one. */

import type { PostsRecurring, TouchesQuietHours } from "@client";
import { dayOf, momentOf } from "@ui/moments";

import { weekdayOf } from "./said";
import { posts } from "./words";

export type Every = "day" | "week" | "month";
export const EVERY: readonly Every[] = ["day", "week", "month"];

/** monthday: 0 is the last of the month. until: the last day, '' for no end. Days and clocks are the corp's. */
export interface Repeat {
  every: Every;
  interval: number;
  weekdays: number[];
  monthday: number;
  clock: string;
  since: string;
  until: string;
}

const FREQUENCY = { day: "DAILY", week: "WEEKLY", month: "MONTHLY" } as const;
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const ZONE = "Asia/Shanghai";
const A_DAY = 86_400_000;
/** As far as the next times are looked for: what comes more rarely is no schedule of a shop. */
const FAR = 800;

export function repeatFrom(now: Date = new Date()): Repeat {
  const since = dayOf(now, 1);
  return { every: "week", interval: 1, weekdays: [weekdayOf(since)], monthday: Number(since.slice(8)), clock: "10:00", since, until: "" };
}

export function recurringOf(repeat: Repeat): PostsRecurring {
  const parts = [`FREQ=${FREQUENCY[repeat.every]}`];
  if (repeat.interval > 1) parts.push(`INTERVAL=${repeat.interval}`);
  if (repeat.every === "week") parts.push(`BYDAY=${[...repeat.weekdays].sort().map((day) => DAYS[day]).join(",")}`);
  if (repeat.every === "month") parts.push(`BYMONTHDAY=${repeat.monthday === 0 ? -1 : repeat.monthday}`);
  return {
    kind: "recurring",
    rrule: parts.join(";"),
    starts_at: `${repeat.since}T${repeat.clock}`,
    until: repeat.until === "" ? null : `${repeat.until}T23:59`,
    tz: ZONE,
  };
}

/** The choices that say the same; null for a rule that has more in it than they can say. */
export function repeatOf({ rrule, starts_at, until, tz }: PostsRecurring): Repeat | null {
  const parts = new Map(rrule.split(";").map((part) => part.split("=", 2) as [string, string]));
  const every = EVERY.find((one) => FREQUENCY[one] === parts.get("FREQ"));
  const known = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYHOUR", "BYMINUTE"];
  if (every === undefined || (tz ?? ZONE) !== ZONE || [...parts.keys()].some((name) => !known.includes(name))) return null;
  if (parts.has("BYDAY") && every !== "week") return null;
  if (parts.has("BYMONTHDAY") && every !== "month") return null;
  const since = starts_at.slice(0, 10);
  const weekdays = (parts.get("BYDAY") ?? DAYS[weekdayOf(since)] ?? "").split(",").map((day) => DAYS.findIndex((one) => one === day));
  const monthday = Number(parts.get("BYMONTHDAY") ?? since.slice(8));
  const clock = clockOf(parts, starts_at.slice(11));
  if (clock === null || weekdays.includes(-1) || !(monthday === -1 || (monthday >= 1 && monthday <= 31))) return null;
  if (until != null && until.slice(11) < clock) return null;
  return {
    every,
    interval: Number(parts.get("INTERVAL") ?? 1),
    weekdays: every === "week" ? weekdays : [weekdayOf(since)],
    monthday: every === "month" ? Math.max(0, monthday) : Number(since.slice(8)),
    clock,
    since,
    until: until?.slice(0, 10) ?? "",
  };
}

function clockOf(parts: ReadonlyMap<string, string>, at: string): string | null {
  const [hour, minute] = [parts.get("BYHOUR") ?? at.slice(0, 2), parts.get("BYMINUTE") ?? at.slice(3, 5)];
  if (!/^\d{1,2}$/.test(hour) || !/^\d{1,2}$/.test(minute)) return null;
  return `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
}

/** Its next times, as moments; fewer where it ends. */
export function nextTimes(repeat: Repeat, many: number, now: Date = new Date()): string[] {
  if (repeat.since === "" || repeat.clock === "") return [];
  const found: string[] = [];
  const first = Date.parse(`${repeat.since}T00:00:00Z`);
  const from = Math.max(first, Date.parse(`${dayOf(now)}T00:00:00Z`));
  for (let day = from; day < from + FAR * A_DAY && found.length < many; day += A_DAY) {
    const text = new Date(day).toISOString().slice(0, 10);
    if (repeat.until !== "" && text > repeat.until) break;
    const at = momentOf(`${text}T${repeat.clock}`);
    if (at !== null && new Date(at) > now && fallsOn(repeat, text, (day - first) / A_DAY)) found.push(new Date(at).toISOString());
  }
  return found;
}

function fallsOn(repeat: Repeat, day: string, later: number): boolean {
  const interval = Math.max(1, repeat.interval);
  if (repeat.every === "day") return later % interval === 0;
  if (repeat.every === "week") {
    const weeks = Math.floor((later + weekdayOf(repeat.since)) / 7);
    return weeks % interval === 0 && repeat.weekdays.includes(weekdayOf(day));
  }
  const months = (Number(day.slice(0, 4)) - Number(repeat.since.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(repeat.since.slice(5, 7));
  if (months % interval !== 0) return false;
  const date = Number(day.slice(8));
  return repeat.monthday === 0 ? date === lastOf(day) : date === repeat.monthday;
}

function lastOf(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
}

/** 每周一、周三 10:00; 每 2 个月的最后一天 09:30. */
export function repeatInWords(repeat: Repeat): string {
  const said = posts.value.repeat;
  const days = [...repeat.weekdays].sort().map((day) => posts.value.weekdays[day] ?? "").join(posts.value.comma);
  const monthday = repeat.monthday === 0 ? said.lastDay : said.monthday(repeat.monthday);
  const which = { day: said.days(repeat.interval), week: said.weeks(repeat.interval, days), month: said.months(repeat.interval, monthday) };
  return `${which[repeat.every]} ${repeat.clock}`;
}

/** When it goes out that falls into quiet hours: their end, 08:00; '' for what does not. at: a clock. */
export function heldUntil(clock: string, quiet: TouchesQuietHours | null | undefined): string {
  if (!quiet || clock === "") return "";
  const { from, to } = quiet;
  const isQuiet = from < to ? clock >= from && clock < to : clock >= from || clock < to;
  return isQuiet ? to : "";
}
