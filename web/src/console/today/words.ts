/** What 今日 says. */

import { inBoth } from "@words";

const zh = {
  title: "今日",
  sentence: "先处理等您的事，再看昨天的成绩。",
  waiting: "等您处理",
  none: "今天没有待办。",
  noneMore: "有事等您时，会出现在这里；页面每分钟自己更新。",
  atLeast: (count: number) => `${count}+`,
  things: (count: string) => `${count} 项`,
  go: "去处理",
  noPage: "控制台还没有处理它的页面",
  more: "还有更多",
  asOf: (when: string) => `截至 ${when}`,
  stale: (when: string) => `没有连上，下面是 ${when} 的情况。`,
  till: "打开收银台",
  yesterday: "昨天",
  soFar: (when: string) => `今天截至 ${when}`,
  same: "与上周同日持平",
  up: (by: string, before: string) => `比上周同日多 ${by}（${before}）`,
  down: (by: string, before: string) => `比上周同日少 ${by}（${before}）`,
  first: "上周同日为 0",
  means: "这些数字怎么算",
  week: "近 14 天扫码与加好友",
  weekEmpty: "近 14 天还没有人扫码或加好友。",
  figures: { visits: "扫码", adds: "加好友", claims: "领券", net_redemptions: "核销", paid: "收款" },
};

const en: typeof zh = {
  title: "Today",
  sentence: "What waits for you first, then how yesterday went.",
  waiting: "Waiting for you",
  none: "Nothing waits for you today.",
  noneMore: "What does will show here; the page renews itself each minute.",
  atLeast: (count) => `${count}+`,
  things: (count) => `${count} waiting`,
  go: "See to it",
  noPage: "The console has no page for it yet",
  more: "and more",
  asOf: (when) => `as of ${when}`,
  stale: (when) => `No connection. This is how it was at ${when}.`,
  till: "Open the till",
  yesterday: "Yesterday",
  soFar: (when) => `Today until ${when}`,
  same: "As on that day last week",
  up: (by, before) => `${by} more than that day last week (${before})`,
  down: (by, before) => `${by} less than that day last week (${before})`,
  first: "None on that day last week",
  means: "What these numbers count",
  week: "Scans and new friends, 14 days",
  weekEmpty: "Nobody scanned or became a friend in 14 days.",
  figures: { visits: "Scans", adds: "New friends", claims: "Claims", net_redemptions: "Redemptions", paid: "Received" },
};

export const today = inBoth({ zh, en });
