/** What the mini-program thinks, without WeChat: sessions, taps, money, deadlines, sentences. */

import { describe, expect, it } from "vitest";

import { type Asked, type CouponsCoupon, type CouponsOnOffer, type Fetch, type GroupbuysTeamWithSeats, type OrdersOrderSummary, Refused } from "@client";

import { Brightness } from "../../miniprogram/src/logic/brightness";
import { atTill, card, offer, origin } from "../../miniprogram/src/logic/coupons";
import { team } from "../../miniprogram/src/logic/groupbuys";
import { languageOf, speak } from "../../miniprogram/src/logic/language";
import { Listing } from "../../miniprogram/src/logic/listing";
import { order } from "../../miniprogram/src/logic/orders";
import { payment } from "../../miniprogram/src/logic/paying";
import { svgAddress } from "../../miniprogram/src/logic/pictures";
import { left, moment, said, saidOfAct, until, yuan } from "../../miniprogram/src/logic/say";
import { type Kept, type Ports, Session } from "../../miniprogram/src/logic/session";
import { isUnknown, keyOf, Taps } from "../../miniprogram/src/logic/taps";
import { Watch } from "../../miniprogram/src/logic/watching";

const NOW = Date.parse("2026-11-27T02:00:00Z");
const HOUR = 60 * 60 * 1000;

function refused(code: string, status: number): Refused<string> {
  const problem = { code, status, details: {}, message_zh: `${code}。`, message_en: code, request_id: "r1", title: code, type: "" };
  return new Refused<string>(problem);
}

/** A server of sessions: each token opens while it is in `good`. */
function world(kept: Kept | null = null) {
  const seen: string[] = [];
  const good = new Set(kept ? [kept.token] : []);
  const state = { now: NOW, kept, made: 0, codes: 0, isFriend: true, isDown: false };
  const token = (): string => {
    state.made += 1;
    good.add(`t${state.made}`);
    return `t${state.made}`;
  };
  const answer = (status: number, body: object) => ({
    ok: status < 300,
    status,
    headers: { get: () => null },
    text: () => Promise.resolve(JSON.stringify(body)),
  });
  const no = (status: number, code: string) => answer(status, { code, status, message_zh: code, message_en: code, details: {} });
  const respond = (method: string, path: string, used: string) => {
    const opened = () => answer(201, { token: token(), member_id: "m", expires_at: new Date(state.now + 2 * HOUR).toISOString() });
    if (path === "/mini/v1/sessions" && method === "POST") return state.isFriend ? opened() : no(403, "NotAMember");
    if (!good.has(used)) return no(401, "SessionExpired");
    return path === "/mini/v1/sessions" ? opened() : answer(200, { accept_posts: true });
  };
  const fetch: Fetch = async (url: string, asked: Asked) => {
    const path = url.replace("https://q", "");
    seen.push(`${asked.method} ${path}`);
    if (state.isDown) throw new Error("down");
    await Promise.resolve();
    return respond(asked.method, path, (asked.headers["Authorization"] ?? "").replace("Bearer ", ""));
  };
  const ports: Ports = {
    baseUrl: "https://q", corp: "demo", fetch, newKey: () => "k", now: () => state.now, wait: () => Promise.resolve(),
    code: () => Promise.resolve(`c${(state.codes += 1)}`),
    read: () => state.kept,
    write: (next) => void (state.kept = next),
  };
  const ask = (session: Session) => session.ask((doors) => doors.members.readPreferences());
  return { state, seen, good, session: () => new Session(ports), ask };
}

describe("a session", () => {
  it("is begun when something is asked, once for all that ask", async () => {
    const { state, seen, session, ask } = world();
    const one = session();
    await Promise.all([ask(one), ask(one), ask(one)]);
    expect([state.codes, seen.filter((line) => line === "POST /mini/v1/sessions").length, state.kept?.token]).toEqual([1, 1, "t1"]);
  });

  it("is begun again once when it was over, whoever notices first or last", async () => {
    const { state, good, session, ask } = world();
    const one = session();
    await ask(one);
    good.clear();
    await Promise.all([ask(one), ask(one), ask(one).then(() => ask(one))]);
    expect(state.codes).toBe(2);
  });

  it("is not begun a third time when the new one is refused as well", async () => {
    const { state, good, session, ask } = world();
    good.add = () => good;
    const error = await ask(session()).catch((caught: unknown) => caught);
    expect([error instanceof Refused && error.problem.code, state.codes]).toEqual(["SessionExpired", 2]);
  });

  it("goes on by itself after an hour, and lasts when no answer comes", async () => {
    const { state, seen, session, ask } = world();
    const one = session();
    await ask(one);
    state.now += HOUR + 1;
    await Promise.all([ask(one), ask(one)]);
    expect([seen.filter((line) => line.startsWith("PUT")).length, state.codes, state.kept?.token]).toEqual([1, 1, "t2"]);
    state.now += HOUR + 1;
    state.isDown = true;
    await ask(one).catch(() => undefined);
    expect(state.kept?.token).toBe("t2");
  });

  it("is taken from the phone while it lasts, and dropped after its end", async () => {
    const kept = { token: "old", got: NOW, ends: new Date(NOW + 2 * HOUR).toISOString() };
    const first = world(kept);
    await first.ask(first.session());
    expect(first.state.codes).toBe(0);
    const second = world({ ...kept, ends: new Date(NOW - 1).toISOString() });
    await second.ask(second.session());
    expect(second.state.codes).toBe(1);
  });

  it("reads pictures by the same way: begun again when it was over", async () => {
    const { state, good, session, ask } = world();
    const one = session();
    await ask(one);
    good.clear();
    expect([await one.text("/mini/v1/coupons/k/qr"), state.codes]).toEqual(['{"accept_posts":true}', 2]);
  });

  it("says of strangers that they are some, and keeps nothing of them", async () => {
    const { state, session, ask } = world();
    state.isFriend = false;
    const error = await ask(session()).catch((caught: unknown) => caught);
    expect([error instanceof Refused && error.problem.code, state.kept]).toEqual(["NotAMember", null]);
  });
});

describe("a tap", () => {
  it("has the same key until somebody knows what came of it", async () => {
    let made = 0;
    const taps = new Taps(() => `k${(made += 1)}`);
    const keys: string[] = [];
    const tap = (end: unknown) =>
      taps.once("claim", (key) => {
        keys.push(key);
        return end === undefined ? Promise.resolve("done") : Promise.reject(end);
      }).catch(() => undefined);
    await tap(new Error("cut"));
    await tap(refused("Unavailable", 503));
    await tap(refused("SoldOut", 409));
    await tap(undefined);
    await tap(undefined);
    expect(keys).toEqual(["k1", "k1", "k1", "k2", "k3"]);
  });

  it("knows which refusals leave it open", () => {
    const open = [refused("TooBusy", 429), refused("IdempotencyConflict", 409), refused("SessionExpired", 401), refused("InternalError", 500)];
    expect(open.every(isUnknown)).toBe(true);
    expect(isUnknown(refused("AlreadyClaimed", 409))).toBe(false);
  });

  it("makes keys of 24 signs and more that chance tells apart", () => {
    expect(keyOf(NOW, () => 0)).toMatch(/^[0-9a-z]{8}-0{24}$/);
    expect(keyOf(NOW, () => 0.5)).not.toBe(keyOf(NOW, () => 0.25));
    expect(keyOf(NOW, Math.random)).not.toBe(keyOf(NOW, Math.random));
  });
});

describe("words", () => {
  it("say yuan, never fen", () => {
    expect([yuan(2000), yuan(2050), yuan(5), yuan(0), yuan(-120)]).toEqual(["¥20", "¥20.50", "¥0.05", "¥0", "-¥1.20"]);
  });

  it("say moments in China's time and what is left of them", () => {
    expect(moment("2026-11-27T17:05:00Z", NOW)).toBe("11月28日 01:05");
    expect(moment("2027-01-01T00:00:00Z", NOW)).toBe("2027年1月1日 08:00");
    const after = (milliseconds: number): string => left(new Date(NOW + milliseconds).toISOString(), NOW);
    expect([after(0), after(30000), after(5 * 60000), after(HOUR), after(25 * HOUR), after(48 * HOUR)]).toEqual([
      "", "不到 1 分钟", "还剩 5 分钟", "还剩 1 小时", "还剩 1 天 1 小时", "还剩 2 天",
    ]);
    expect(until("2026-11-27T01:00:00Z", NOW)).toBe("11月27日 09:00 已截止");
  });

  it("say what went wrong and what to do", () => {
    expect(said(new Error("cut"))).toBe("没有连上，请检查网络后重试。");
    expect(said(refused("SoldOut", 409))).toBe("SoldOut。");
    expect(said(refused("InternalError", 500))).toBe("InternalError。（问题编号 r1）");
    expect(saidOfAct(new Error("cut"))).toContain("不会重复");
  });
});

const COUPON: CouponsCoupon = {
  amount_off: 2000, code: "k7fy029534c00j8p", expires_at: "2026-12-04T02:00:00Z", issued_at: "2026-11-27T01:00:00Z", redeemed_at: null,
  status: "issued", template_name: "满100减20", threshold: 10000, usage: "",
};

describe("coupons", () => {
  it("are usable, used or over", () => {
    const parts = (["issued", "reserved", "redeemed", "expired", "voided"] as const).map((status) => card({ ...COUPON, status }, NOW).part);
    expect(parts).toEqual(["usable", "usable", "used", "over", "over"]);
  });

  it("are shown at the till only while they can be redeemed, spelled for the ear", () => {
    const shown = atTill(COUPON, NOW);
    expect([shown.spaced, shown.spoken.slice(0, 9), shown.canShow]).toEqual(["k7fy 0295 34c0 0j8p", "券码 k 7 f ", true]);
    expect(atTill({ ...COUPON, status: "reserved" }, NOW).canShow).toBe(false);
  });

  it("come with what led to them; a post's is the post's own claim", () => {
    expect(origin({ coupon: "T1", source: "post%3AP1" })).toEqual({ template_id: "T1", source: "post:P1", post_id: "P1" });
    expect(origin({ coupon: "T1", source: "live_code%3AL" }).post_id).toBe("");
    expect(origin({ coupon: "T1", source: "%zz" }).source).toBe("%zz");
  });

  it("that only posts give can be claimed by the post's link alone", () => {
    const one: CouponsOnOffer = {
      amount_off: 2000, claim_from: "", claim_until: "", claimed: 0, left: "few", name: "券", per_member: 1, template_id: "T", threshold: 0, usage: "",
      valid_days: 7, why_not: { code: "NotClaimableHere", zh: "只在群发里发放", en: "" },
    };
    expect([offer(one, false, NOW).whyNot, offer(one, true, NOW).canClaim, offer(one, true, NOW).terms]).toEqual(["只在群发里发放", true, "无门槛"]);
    expect(offer({ ...one, why_not: { code: "SoldOut", zh: "领完了", en: "" } }, true, NOW).canClaim).toBe(false);
    speak("en");
    expect([1, 7].map((valid_days) => offer({ ...one, valid_days }, true, NOW).lasts)).toEqual(["good for a day after the claim", "good for 7 days after the claim"]);
    speak("zh");
  });
});

const TEAM: GroupbuysTeamWithSeats = {
  activity_id: "A", deadline: "2026-11-28T02:00:00Z", opened_at: "2026-11-27T02:00:00Z", page_url: "", paid: 1, private_price: 9900, product_name: "龙井",
  seats: [{ is_leader: true, is_paid: true, name: "小**" }], size: 3, sku_name: "250 克", status: "open", taken: 1, team_id: "T", team_price: 6900,
};
const ORDER: OrdersOrderSummary = {
  coupon_code: "", lines: [{ amount: 0, off: 0, price: 6900, product_name: "龙井", quantity: 1, sku_id: "S", sku_name: "250 克" }], off: 0, order_id: "RJ0000123456",
  pay_until: "2026-11-27T02:15:00Z", payable: 6900, pickup_store: "", placed_at: "2026-11-27T02:00:00Z", seat: "T", seller_id: "A", seller_kind: "groupbuy", status: "placed", total: 6900,
};

describe("teams and orders", () => {
  it("let one join whom no seat belongs to, and leave who has one", () => {
    const [other, mine, gone] = [team(TEAM, [], NOW), team(TEAM, [ORDER], NOW), team(TEAM, [{ ...ORDER, status: "cancelled" }], NOW)];
    expect([other.canJoin, other.canLeave, other.seats.map((seat) => seat.label)]).toEqual([true, false, ["小**（团长），已支付", "一个空位", "一个空位"]]);
    expect([mine.canJoin, mine.canLeave, mine.toPay, gone.canJoin]).toEqual([false, true, "¥69", true]);
  });

  it("say how a team ended", () => {
    const states = [TEAM, { ...TEAM, taken: 3 }, { ...TEAM, status: "settling" as const }, { ...TEAM, status: "succeeded" as const }, { ...TEAM, status: "failed" as const }];
    expect(states.map((one) => team(one, [], NOW).state)).toEqual(["还差 2 人", "3 个名额都有人了，等待付款", "时间到了，正在核对付款", "拼团成功", "没有成团"]);
    expect([team(TEAM, [], NOW).canShare, team({ ...TEAM, taken: 3 }, [], NOW).canShare]).toEqual([true, false]);
  });

  it("can be paid in time, cancelled unpaid, and fetched by six signs", () => {
    const [unpaid, late, ready] = [order(ORDER, NOW), order(ORDER, NOW + HOUR), order({ ...ORDER, status: "ready" }, NOW)];
    expect([unpaid.canPay, unpaid.canCancel, unpaid.pickup]).toEqual([true, true, ""]);
    expect([late.canPay, late.hint]).toEqual([false, "付款时间已过，订单会自动取消。"]);
    expect([ready.canPay, ready.canCancel, ready.pickup, ready.pickupSpoken]).toEqual([false, false, "123456", "提货号 1 2 3 4 5 6"]);
  });

  it("never sound unpaid once the money is gone", async () => {
    const params = { nonceStr: "", package: "", paySign: "", signType: "RSA", timeStamp: "" };
    const till = (pays: boolean, read: () => Promise<OrdersOrderSummary>) =>
      payment({ params: () => Promise.resolve(params), pay: () => Promise.resolve(pays), order: read, wait: () => Promise.resolve() });
    let reads = 0;
    const soon = (): Promise<OrdersOrderSummary> => Promise.resolve({ ...ORDER, status: (reads += 1) < 3 ? "placed" : "paid" });
    expect(await till(false, soon)).toContain("没有付款");
    expect([await till(true, soon), reads]).toEqual(["", 3]);
    expect(await till(true, () => Promise.resolve(ORDER))).toContain("不用再付一次");
    expect(await till(true, () => Promise.reject(new Error("cut")))).toContain("不用再付一次");
  });
});

describe("a phone", () => {
  function screen(value: number) {
    const state = { value };
    const read = async (): Promise<number> => (await Promise.resolve(), state.value);
    return { state, bright: new Brightness({ read, set: async (next) => void (state.value = next) }) };
  }

  it("is bright while it is looked at and as before afterwards", async () => {
    const { state, bright } = screen(0.3);
    await bright.raise();
    await bright.raise();
    expect(state.value).toBe(1);
    await bright.restore();
    expect(state.value).toBe(0.3);
  });

  it("that was put away while it was asked stays dark", async () => {
    const { state, bright } = screen(0.3);
    const raising = bright.raise();
    await bright.restore();
    await raising;
    expect(state.value).toBe(0.3);
  });

  it("looks again while somebody looks, and not for ever", async () => {
    const watch = new Watch(() => Promise.resolve());
    const looks = async (look: (count: number) => boolean): Promise<number> => {
      let count = 0;
      await watch.start(() => Promise.resolve(look((count += 1))));
      return count;
    };
    expect([await looks((count) => count < 3), await looks(() => true)]).toEqual([3, 75]);
    expect(await looks(() => (watch.stop(), true))).toBe(1);
  });

  it("takes an SVG of any signs as an address", () => {
    for (const svg of ["<svg/>", "<svg>券</svg>", "<svg>ab</svg>"]) {
      const bytes = Uint8Array.from(atob(svgAddress(svg).split(",")[1] ?? ""), (sign) => sign.charCodeAt(0));
      expect(new TextDecoder().decode(bytes)).toBe(svg);
    }
  });

  it("reads on over pages that are empty", async () => {
    const pages = [{ items: [], cursor: "1" }, { items: [1], cursor: "2" }, { items: [2], cursor: "" }];
    const list = new Listing<number>(({ cursor = "0" }) => Promise.resolve(pages[Number(cursor)] ?? { items: [], cursor: "" }));
    await list.first();
    expect([list.items, list.hasMore]).toEqual([[1], true]);
    await list.next();
    expect([list.items, list.hasMore]).toEqual([[1, 2], false]);
  });

  it("keeps what was asked last, whichever answer comes last", async () => {
    const answers: ((items: number[]) => void)[] = [];
    const list = new Listing<number>(() => new Promise((resolve) => answers.push((items) => resolve({ items, cursor: "" }))));
    const both = Promise.all([list.first(), list.first()]);
    answers[1]?.([2]);
    answers[0]?.([1]);
    await both;
    expect(list.items).toEqual([2]);
  });
});

describe("a language", () => {
  it("is the phone's: Chinese in all its kinds, English for everybody else", () => {
    expect(["zh_CN", "zh_TW", "zh", "", "en", "ja", "fr_FR"].map(languageOf)).toEqual(["zh", "zh", "zh", "zh", "en", "en", "en"]);
  });

  it("says money, moments and how long in English too", () => {
    speak("en");
    try {
      expect(moment("2026-11-27T17:05:00Z", NOW)).toBe("28 Nov, 01:05");
      expect(moment("2027-01-01T00:00:00Z", NOW)).toBe("1 Jan 2027, 08:00");
      expect(left("2026-11-29T05:30:00Z", NOW)).toBe("2 d 3 h left");
      expect(left("2026-11-27T02:00:30Z", NOW)).toBe("less than a minute left");
      expect(until("2026-11-27T04:00:00Z", NOW)).toBe("until 27 Nov, 12:00, 2 h left");
      expect(until("2026-11-27T01:00:00Z", NOW)).toBe("ended 27 Nov, 09:00");
      expect(said(refused("SoldOut", 409))).toBe("SoldOut");
      expect(said(refused("InternalError", 500))).toBe("InternalError (number r1)");
    } finally {
      speak("zh");
    }
  });
});
