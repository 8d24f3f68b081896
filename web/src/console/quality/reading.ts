/** Figures of replies as they are read: in order, in words, as a table for Excel. */

import type { QualityQuality, QualityReplyQuality } from "@client";
import { short } from "@ui/days";

import { daysIn } from "../numbers/ranges";
import { quality } from "./words";

export type Order = "replied" | "slow" | "chats";

/** A line, or a day of which nothing was told. */
export type Line = QualityQuality | { readonly day: string };
export const isTold = (line: Line): line is QualityQuality => "chats" in line;

/** The worst first; who has no figure last. */
function worse(order: Order): (one: QualityQuality, other: QualityQuality) => number {
  const last = Number.MAX_VALUE;
  const by = {
    replied: (one: QualityQuality) => one.reply_percent ?? last,
    slow: (one: QualityQuality) => (one.first_reply_minutes === null ? last : -one.first_reply_minutes),
    chats: (one: QualityQuality) => -one.chats,
  };
  return (one, other) => by[order](one) - by[order](other) || by.slow(one) - by.slow(other) || by.chats(one) - by.chats(other);
}

/** Days the newest first, those without figures in their places; else the worst first. */
export function linesOf({ by, items, since, until }: QualityReplyQuality, order: Order): readonly Line[] {
  if (by !== "day") return [...items].sort(worse(order));
  const told = new Map(items.map((one) => [one.day, one]));
  return [...daysIn({ since, until })].reverse().map((day) => told.get(day) ?? { day });
}

export function nameOf(line: Line): string {
  if (!isTold(line)) return line.day.replaceAll("-", "/");
  if (line.staff) return line.staff.name || line.staff.userid;
  return line.day?.replaceAll("-", "/") ?? (line.store_id === null ? quality.value.noStore : line.store_name || quality.value.aStore);
}

export const keyOf = (line: Line): string => (isTold(line) ? (line.staff?.userid ?? line.day ?? `store ${line.store_id ?? ""}`) : line.day);

/** 62.5% */
export const percent = (of: number | null): string => (of === null ? "—" : `${Math.round(of * 10) / 10}%`);

/** 3.5 分钟, 2 小时 5 分 */
export function minutes(of: number | null): string {
  if (of === null) return "—";
  if (of < 1) return quality.value.underMinute;
  if (of < 60) return quality.value.minutes(Math.round(of * 10) / 10);
  return quality.value.hours(Math.floor(Math.round(of) / 60), Math.round(of) % 60);
}

/** Days without figures of one, short: 11/20、11/22, at most three by name. */
export function missingOf({ missing_days: days }: QualityQuality): string {
  if (days.length === 0) return "";
  const { and, missing, missingMany } = quality.value;
  return days.length > 3 ? missingMany(days.length) : missing(days.map(short).join(and));
}

/** The figure that is worst of a column, and whose; null where nobody has any. */
export function worstOf(items: readonly QualityQuality[], order: "replied" | "slow"): QualityQuality | null {
  const [first] = [...items].sort(worse(order));
  return first && (order === "replied" ? first.reply_percent : first.first_reply_minutes) !== null ? first : null;
}

export function sheetLines(answer: QualityReplyQuality, order: Order): readonly (readonly string[])[] {
  const { columns, bys } = quality.value;
  const head = [bys[answer.by], columns.replied, columns.first, columns.chats, columns.messages, columns.negative, columns.applies, columns.contacts, columns.days];
  const number = (of: number | null): string => (of === null ? "" : String(of));
  return [
    head,
    ...linesOf(answer, order).map((one) => {
      if (!isTold(one)) return [one.day, ...head.slice(1).map(() => "")];
      const figures = [one.reply_percent, one.first_reply_minutes, one.chats, one.messages, one.negative_feedback, one.new_applies, one.new_contacts, one.days];
      return [one.day ?? nameOf(one), ...figures.map(number)];
    }),
  ];
}
