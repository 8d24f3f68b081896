/** What customers' pages say, in Chinese whatever the console speaks, with an offer and a team as they might be. The pages
 *  themselves are livecodes/pages/entry.html, coupons/pages/coupon.html and groupbuys/pages/team.html. */

export const PAGES = ["entry", "coupon", "team"] as const;
export type Page = (typeof PAGES)[number];

/** A coupon's page, as it is or as it is being made. */
export interface Offer {
  readonly name: string;
  readonly worth: string;
  readonly terms: string;
  /** '' for no end. */
  readonly until: string;
  readonly usage: string;
  /** Why it cannot be claimed; '' while it can. */
  readonly closed: string;
}

export const SAID = {
  /** Where the brand says nothing. */
  title: "添加专属顾问",
  hint: "长按识别下方二维码，添加好友",
  adviser: (name: string) => `顾问 ${name}`,
  open: "打开小程序",
  offer: { name: "会员专享券", worth: "¥20", terms: "满 ¥100 可用 · 领取后 30 天有效", until: "2026-12-31 23:59 前可领取", usage: "", closed: "" },
  claim: "微信登录后领取",
  there: "去小程序领取",
  team: {
    name: "明前龙井礼盒",
    terms: "250 克 · 3 人团",
    price: "¥88",
    alone: "单买",
    private: "¥128",
    left: "还差 1 人",
    time: "剩余 23 小时 59 分",
    join: "去小程序参团",
    ask: "请在品牌小程序的“拼团”中打开本团参加",
    seats: [
      { sign: "欧", name: "欧**", says: "团长·已支付", isPaid: true },
      { sign: "陈", name: "陈**", says: "已支付", isPaid: true },
      { sign: "+", name: "空位", says: "等人加入", isPaid: false },
    ],
    refund: "到期未满员自动全额退款",
  },
} as const;
