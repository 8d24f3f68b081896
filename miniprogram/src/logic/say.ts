/** Money, moments and refusals, as customers read them. */

import { Refused } from "../../../web/client/src/index.js";
import { both, isEnglish } from "./language";
import { isUnknown } from "./taps";

/** 2050 fen are ¥20.50, 2000 are ¥20. */
export function yuan(fen: number): string {
  const whole = Math.floor(Math.abs(fen) / 100);
  const rest = Math.abs(fen) % 100;
  return `${fen < 0 ? "-" : ""}¥${whole}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}`;
}

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const CHINA = 8 * HOUR;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number): string => String(value).padStart(2, "0");

/** Stores keep China's time, wherever the phone is. The year only when it is another one than now's. */
export function moment(at: string, now: number): string {
  const there = new Date(Date.parse(at) + CHINA);
  const isThisYear = there.getUTCFullYear() === new Date(now + CHINA).getUTCFullYear();
  const [month, day, clock] = [there.getUTCMonth() + 1, there.getUTCDate(), `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`];
  if (isEnglish()) return `${day} ${MONTHS[month - 1] ?? ""}${isThisYear ? "" : ` ${there.getUTCFullYear()}`}, ${clock}`;
  return `${isThisYear ? "" : `${there.getUTCFullYear()}年`}${month}月${day}日 ${clock}`;
}

/** How long until then: 还剩 2 天 3 小时; '' when it is over. */
export function left(at: string, now: number): string {
  const rest = Date.parse(at) - now;
  if (rest <= 0) return "";
  const [days, hours, minutes] = [Math.floor(rest / DAY), Math.floor((rest % DAY) / HOUR), Math.floor((rest % HOUR) / 60000)];
  if (isEnglish()) return leftInEnglish(days, hours, minutes);
  if (days > 0) return `还剩 ${days} 天${hours > 0 ? ` ${hours} 小时` : ""}`;
  if (hours > 0) return `还剩 ${hours} 小时${minutes > 0 ? ` ${minutes} 分` : ""}`;
  return minutes > 0 ? `还剩 ${minutes} 分钟` : "不到 1 分钟";
}

function leftInEnglish(days: number, hours: number, minutes: number): string {
  if (days > 0) return `${days} d${hours > 0 ? ` ${hours} h` : ""} left`;
  if (hours > 0) return `${hours} h${minutes > 0 ? ` ${minutes} min` : ""} left`;
  return minutes > 0 ? `${minutes} min left` : "less than a minute left";
}

/** Until when, by the clock and from now. */
export function until(at: string, now: number): string {
  const rest = left(at, now);
  if (rest === "") return both(`${moment(at, now)} 已截止`, `ended ${moment(at, now)}`);
  return both(`${moment(at, now)} 截止，${rest}`, `until ${moment(at, now)}, ${rest}`);
}

/** What went wrong, and what to do now. */
export function said(error: unknown): string {
  if (error instanceof Refused) {
    const { message_zh, message_en, status, request_id } = error.problem;
    if (status === 401) return both("登录没有成功，请重试。", "You could not be signed in. Try again.");
    const message = both(message_zh, message_en);
    return status >= 500 && request_id ? both(`${message}（问题编号 ${request_id}）`, `${message} (number ${request_id})`) : message;
  }
  return both("没有连上，请检查网络后重试。", "No connection. Check the network and try again.");
}

/** The same of something that was done: whoever got no answer need not fear to do it twice. */
export function saidOfAct(error: unknown): string {
  if (!(error instanceof Refused) && isUnknown(error)) return both("没有收到结果。再点一次就好，不会重复。", "No answer came. Press again: it is not done twice.");
  return said(error);
}

export function isStranger(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === "NotAMember";
}
