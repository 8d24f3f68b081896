/** A customer's day with the mini-program that was built, against the doors: run by tests/web, which judges what is told. */

import { WeChat, flat } from "./wechat.mjs";

const { SIYU_URL: server, SIYU_NOW: moment, SIYU_DIST: dist, SIYU_TEMPLATE: template } = process.env;
const told = {};
const asked = [];
let lost = 0;
let isDown = false;

/** What only the world outside can do: WeCom's, the bank's. */
const outside = async (path, body) => {
  const answer = await fetch(`${server}/_/${path}`, { method: "POST", body: JSON.stringify(body ?? {}) });
  if (answer.status !== 200) throw new Error(await answer.text());
  return answer.json();
};

const phoneOf = (name, language) => new WeChat(dist, {
  language,
  now: () => Number(moment),
  login: async () => (await outside("code", { name })).code,
  pay: ({ package: prepaid }) => outside("pay", { prepaid }),
  request: async (url, asking) => {
    if (isDown) throw new Error("request:fail");
    const path = new URL(url).pathname;
    const answer = await fetch(url.replace("https://q.example.com", server), asking);
    asked.push(`${asking.method} ${path} ${answer.status}`);
    const data = await answer.text();
    if (lost > 0 && asking.headers["Idempotency-Key"]) {
      lost -= 1;
      throw new Error("request:fail timeout");
    }
    return { statusCode: answer.status, data, header: Object.fromEntries(answer.headers) };
  },
});
const wechat = phoneOf("小红");
const labelled = (words) => flat(wechat.look()).filter((node) => String(node.attrs?.["aria-label"] ?? "").includes(words));
const times = (what) => asked.filter((one) => one.startsWith(what)).length;

// Who is no friend of the staff yet is told how to become one, and goes on where they were.
await wechat.open(`/pages/claim/claim?coupon=${template}&source=live_code%3Aposter`);
told.stranger = [wechat.page.path, wechat.text()];
await wechat.tap("我已添加");
told.notYet = wechat.text();
await outside("befriend", { name: "小红" });
await wechat.tap("我已添加");
told.offer = [wechat.page.path, wechat.text()];

// No answer to the tap, nor to the client's own two repeats: the next tap is the same one.
lost = 3;
await wechat.tap("立即领取");
told.lost = wechat.text();
await wechat.tap("立即领取");
told.claims = times("POST /mini/v1/coupon-templates");
told.coupon = [wechat.page.path, wechat.text()];
told.picture = labelled("二维码")[0].attrs.src;
told.spoken = labelled("券码")[0].attrs["aria-label"];
told.bright = [wechat.brightness, wechat.isAwake];
wechat.page.onHide();
await wechat.quiet();
told.dim = [wechat.brightness, wechat.isAwake];
await wechat.open("/pages/wallet/wallet");
told.wallet = labelled("减").length;
await wechat.tap("已使用");
told.used = wechat.text();
await wechat.tap("可用");
await wechat.tap("去领券");
told.offers = wechat.text();
await wechat.tap("新客满100减20");
told.again = wechat.text();
told.stored = [...wechat.storage.values()].map((one) => Object.keys(one).sort());

// The session ends in the middle of things, while two requests are under way.
const { token } = wechat.storage.get("session");
await fetch(`${server}/mini/v1/sessions`, { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });
const before = wechat.logins;
await wechat.open("/pages/groupbuys/groupbuys");
await wechat.tap("明前龙井");
told.logins = wechat.logins - before;
await fetch(`${server}/mini/v1/sessions`, { method: "DELETE", headers: { Authorization: `Bearer ${wechat.storage.get("session").token}` } });
wechat.page.again();
await wechat.quiet();
told.loginsOfTwo = wechat.logins - before - told.logins;
told.activity = wechat.text();

// A team, whose answer is lost as well, its seats, what is shared, and the payment.
lost = 3;
await wechat.tap("我来开团");
await wechat.tap("我来开团");
told.team = [wechat.page.path, wechat.text()];
told.shared = wechat.page.onShareAppMessage();
await wechat.tap("付款");
told.paid = wechat.text();

// A friend comes by what was shared, and pays at once; only the last seat is left.
const friend = phoneOf("大明");
await outside("befriend", { name: "大明" });
await friend.open(told.shared.path);
told.invited = friend.text();
lost = 3;
await friend.tap("参团");
told.joinLost = friend.text();
await friend.tap("参团");
told.joined = friend.text();
await wechat.open(told.shared.path);
told.joinedToo = wechat.text();
await wechat.open("/pages/orders/orders");
told.orders = [labelled("明前龙井").length, wechat.text()];
await wechat.tap("明前龙井");
told.order = wechat.text();

// Without a network: nothing to show is said with a way to try again, what stands there already stays.
isDown = true;
wechat.page.again();
await wechat.quiet();
told.stale = wechat.text();
await wechat.open("/pages/wallet/wallet");
told.down = wechat.text();
isDown = false;
await wechat.tap("重试");
told.up = wechat.text();
await wechat.open("/pages/orders/orders");
await wechat.tap("明前龙井");

// Out of it again, into a new one, and out of that by its order, which is not paid.
await wechat.tap("看我的团");
wechat.sure = false;
await wechat.tap("退出这个团");
told.stays = wechat.text();
wechat.sure = true;
await wechat.tap("退出这个团");
await outside("settle");
await wechat.open("/pages/orders/orders");
told.left = wechat.text();
await wechat.open("/pages/groupbuys/groupbuys");
await wechat.tap("明前龙井");
if (wechat.page.path.endsWith("/team")) await wechat.tap("看这个活动");
await wechat.tap("我来开团");
await wechat.tap("看我的订单");
told.unpaid = wechat.text();
await wechat.tap("取消订单");
told.cancelled = wechat.text();

// Back and forth without an end: WeChat keeps ten pages.
await wechat.open("/pages/orders/orders");
await wechat.tap("已取消");
await wechat.tap("看我的团");
for (let turn = 0; turn < 6; turn += 1) {
  await wechat.tap("看这个活动");
  wechat.page.open({ currentTarget: { dataset: { id: wechat.stack[2].data.id } } });
  await wechat.quiet();
}
told.deep = wechat.stack.length;

// The till reads the code while it is shown.
await wechat.open("/pages/wallet/wallet");
await wechat.tap("新客满100减20");
await wechat.pass();
told.shownAt = wechat.text();
await outside("redeem", { code: wechat.page.data.code });
await wechat.pass();
told.redeemed = wechat.text();
await wechat.pass();
told.timers = wechat.timers.length;

// No more posts; the program opened anew still knows it, without another sign-in.
await wechat.open("/pages/preferences/preferences");
told.hears = wechat.text();
await wechat.tap("接收群发", "change", { value: false });
told.silent = wechat.text();
const signedIn = wechat.logins;
wechat.start();
await wechat.open("/pages/preferences/preferences");
told.still = [wechat.text(), wechat.logins - signedIn];

// A phone in English: the same pages, each by a tap where there is one.
const abroad = phoneOf("小红", "en");
told.english = {};
const keep = (name) => (told.english[name] = [abroad.title, abroad.text(), ...flat(abroad.look()).map((node) => node.attrs?.["aria-label"] ?? "")].join(" "));
for (const name of ["wallet", "offers", "groupbuys", "orders", "preferences", "welcome"]) {
  await abroad.open(`/pages/${name}/${name}`);
  keep(name);
}
await abroad.open("/pages/wallet/wallet");
await abroad.tap("Used");
keep("used");
await abroad.tap("新客满100减20");
keep("coupon");
await abroad.open(`/pages/claim/claim?coupon=${template}`);
keep("claim");
await abroad.open("/pages/groupbuys/groupbuys");
await abroad.tap("明前龙井");
if (abroad.page.path.endsWith("/team")) await abroad.tap("This group-buy");
keep("groupbuy");
await abroad.open(told.shared.path);
keep("team");
await abroad.open("/pages/orders/orders");
await abroad.tap("明前龙井");
keep("order");
isDown = true;
await abroad.open("/pages/wallet/wallet");
keep("down");
isDown = false;
told.tabs = [wechat.tabNames, abroad.tabNames];

console.log(JSON.stringify(told));
