/** What 接入检查 says; why a thing stands so, and how to mend it, the API says itself. */

import { inBoth } from "@words";

const zh = {
  title: "接入检查",
  sentence: "企业微信、微信和微信支付有没有接好：哪里不通、为什么、到哪里按什么。这里从不显示密钥。",
  all: "全部再测",
  first: "开始检查",
  again: "再测一次",
  againOf: (name: string) => `再测一次：${name}`,
  testing: "正在测",
  state: { ok: "正常", wrong: "不通", not_set: "未填写", not_known: "未知" },
  importing: "正在导入",
  sum: {
    wrong: (count: number) => `${count} 项不通`,
    unseen: (count: number) => `${count} 项还看不出`,
    fine: "都通了",
  },
  sumMore: {
    wrong: "从第一行开始，照着做完点「再测一次」。",
    never: "还没有检查过。检查只读不改，几秒钟就好。",
    unseen: "没有填写，或还没有回答，所以不能算通。用得到的请照着那一行填好再测；用不到的可以不管。",
    fine: "每一项都测过，都通。",
  },
  counts: ({ ok, wrong, unseen }: { ok: number; wrong: number; unseen: number }) => `${ok} 项通了 · ${wrong} 项没通 · ${unseen} 项还看不出`,
  mend: "怎么处理",
  since: (at: string) => `从 ${at} 起`,
  last: (at: string) => `最近一次 ${at}`,
  done: (at: string) => `${at} 完成`,
  checked: (at: string) => `${at} 测过`,
  callback: "回调地址",
  copy: "复制",
  worked: (name: string) => `${name}：正常`,
  progress: (done: number, total: number | null) => (total === null ? `已导入 ${done} 位` : `已导入 ${done} / ${total} 位`),
};

const en: typeof zh = {
  title: "Setup",
  sentence: "Whether WeCom, WeChat and WeChat Pay are connected: what is wrong, why, and what to press. No key is ever shown here.",
  all: "Test all again",
  first: "Begin",
  again: "Test again",
  againOf: (name) => `Test again: ${name}`,
  testing: "Testing",
  state: { ok: "Works", wrong: "Wrong", not_set: "Not set", not_known: "Not known" },
  importing: "Importing",
  sum: {
    wrong: (count) => `${count} wrong`,
    unseen: (count) => `${count} cannot be told yet`,
    fine: "Everything works",
  },
  sumMore: {
    wrong: "Begin with the first line: do what it says, then press “test again”.",
    never: "Nobody has tested yet. A test changes nothing and takes some seconds.",
    unseen: "They were not filled in, or no answer came, so nobody can say that they work. Fill in what you use and test it; what you do not use may stay so.",
    fine: "Each of them was tested and works.",
  },
  counts: ({ ok, wrong, unseen }) => `${ok} work · ${wrong} do not · ${unseen} cannot be told yet`,
  mend: "How to mend it",
  since: (at) => `since ${at}`,
  last: (at) => `last one ${at}`,
  done: (at) => `done ${at}`,
  checked: (at) => `tested ${at}`,
  callback: "Callback address",
  copy: "Copy",
  worked: (name) => `${name}: works`,
  progress: (done, total) => (total === null ? `${done} imported` : `${done} of ${total} imported`),
};

export const setup = inBoth({ zh, en });
