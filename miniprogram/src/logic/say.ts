/** Money, moments and refusals, as customers read them. */

import { Refused } from "../../../web/client/src/index.js";
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
const two = (value: number): string => String(value).padStart(2, "0");

/** Stores keep China's time, wherever the phone is. The year only when it is another one than now's. */
export function moment(at: string, now: number): string {
  const there = new Date(Date.parse(at) + CHINA);
  const year = there.getUTCFullYear() === new Date(now + CHINA).getUTCFullYear() ? "" : `${there.getUTCFullYear()}年`;
  return `${year}${there.getUTCMonth() + 1}月${there.getUTCDate()}日 ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}

/** How long until then: 还剩 2 天 3 小时; '' when it is over. */
export function left(at: string, now: number): string {
  const rest = Date.parse(at) - now;
  if (rest <= 0) return "";
  const [days, hours, minutes] = [Math.floor(rest / DAY), Math.floor((rest % DAY) / HOUR), Math.floor((rest % HOUR) / 60000)];
  if (days > 0) return `还剩 ${days} 天${hours > 0 ? ` ${hours} 小时` : ""}`;
  if (hours > 0) return `还剩 ${hours} 小时${minutes > 0 ? ` ${minutes} 分` : ""}`;
  return minutes > 0 ? `还剩 ${minutes} 分钟` : "不到 1 分钟";
}

/** Until when, by the clock and from now. */
export function until(at: string, now: number): string {
  const rest = left(at, now);
  return rest === "" ? `${moment(at, now)} 已截止` : `${moment(at, now)} 截止，${rest}`;
}

/** What went wrong, and what to do now. */
export function said(error: unknown): string {
  if (error instanceof Refused) {
    const { message_zh, status, request_id } = error.problem;
    if (status === 401) return "登录没有成功，请重试。";
    return status >= 500 && request_id ? `${message_zh}（问题编号 ${request_id}）` : message_zh;
  }
  return "没有连上，请检查网络后重试。";
}

/** The same of something that was done: whoever got no answer need not fear to do it twice. */
export function saidOfAct(error: unknown): string {
  if (!(error instanceof Refused) && isUnknown(error)) return "没有收到结果。再点一次就好，不会重复。";
  return said(error);
}

export function isStranger(error: unknown): boolean {
  return error instanceof Refused && error.problem.code === "NotAMember";
}
