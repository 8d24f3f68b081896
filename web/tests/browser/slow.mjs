/** A cheap phone in a bad place: a quarter of this machine, and so little of the net; what is seen first, what it weighs, and that
 *  everything is done all the same, once, however often somebody presses. */
import { asOwner, customer } from "./customers.mjs";
import { button, PHONE } from "./house.mjs";
import { WECHAT } from "./walking.mjs";

const CPU = 4;
/** Bytes in a second, and milliseconds until an answer begins. */
const NETS = { "400 kbit/s": [50_000, 300], "4 Mbit/s": [500_000, 80] };
/** What may come before a page can be used, compressed (docs: 25 kB for customers, 45 for the till), and how soon after its first
 *  byte something of it is seen. */
const PAGES = { entry: [25_000, 2000], coupon: [25_000, 2000], wallet: [25_000, 2000], till: [45_000, 4000] };

export async function play(house) {
  const { url, corp } = house.asked;
  const owner = await house.signedIn(house.asked.owner);
  const { template, code } = await makes(house, owner);
  const buyer = await customer(house);
  const coupons = [];
  for (let one = 0; one < 2; one += 1) coupons.push(await buyer.ask("POST", `/coupon-templates/${template}/claims`, {}));
  const links = { entry: code, coupon: `${url}/k/${corp}-${template}`, wallet: `${url}/m/${corp}-coupons` };
  for (const [net, [speed, latency]] of Object.entries(NETS)) {
    for (const [name, link] of Object.entries(links)) {
      const page = await phone(house, speed, latency, { userAgent: WECHAT });
      if (name === "wallet") await page.context().addCookies([{ name: "siyu-customer", value: buyer.token, url }]);
      await opens(house, page, name, link, net);
      if (name === "wallet") await usesWallet(house, page, net);
      await page.context().close();
    }
    const session = await (await house.signedIn(house.asked.clerk, "/till", PHONE)).context().storageState();
    const till = await phone(house, speed, latency, { storageState: session });
    await opens(house, till, "till", `${url}/till`, net);
    await redeems(house, till, coupons.pop().code, net);
    await till.context().close();
  }
  house.isQuiet(401, 409);
}

/** A phone that is four times slower than this machine, with nothing kept from before. */
async function phone(house, speed, latency, more) {
  const page = await (await house.browser.newContext({ viewport: PHONE, locale: "zh-CN", ...more })).newPage();
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => house.messages.push(`${page.url()}: ${error.message}`));
  const inside = await page.context().newCDPSession(page);
  await inside.send("Network.enable");
  await inside.send("Network.setCacheDisabled", { cacheDisabled: true });
  await inside.send("Emulation.setCPUThrottlingRate", { rate: CPU });
  await inside.send("Network.emulateNetworkConditions", { offline: false, latency, downloadThroughput: speed, uploadThroughput: speed });
  page.weight = 0;
  inside.on("Network.loadingFinished", ({ encodedDataLength }) => (page.weight += encodedDataLength));
  return page;
}

async function opens(house, page, name, link, net) {
  await page.goto(link, { waitUntil: "load" });
  await page.getByRole("heading", { level: 1 }).waitFor();
  const seen = await page.evaluate(() => {
    const [way] = performance.getEntriesByType("navigation");
    return new Promise((tell) => new PerformanceObserver((all) => tell(all.getEntriesByName("first-contentful-paint")[0].startTime - way.responseStart)).observe({ type: "paint", buffered: true }));
  });
  const [most, soon] = PAGES[name];
  house.holds(page.weight <= most, `${name} at ${net}: light enough`, page.weight);
  house.holds(seen <= soon, `${name} at ${net}: soon there`, seen);
  if (house.asked.times) console.error(`${name} at ${net}: ${Math.round(page.weight / 1000)} kB, seen ${Math.round(seen)} ms after its first byte`);
}

async function usesWallet(house, page, net) {
  await page.locator(".good").first().click();
  await page.getByRole("img", { name: "这张券的二维码，请店员扫描" }).waitFor();
  house.holds(true, `a coupon is opened, and can be scanned, at ${net}`);
}

/** Somebody who sees nothing happen presses again. */
async function redeems(house, page, code, net) {
  await page.getByLabel("券码").fill(code);
  await page.getByLabel("订单金额（元）").fill("128.5");
  await button(page, "查询").click();
  await page.locator("#payable", { hasText: "¥108.50" }).waitFor();
  let asked = 0;
  page.on("request", (one) => one.url().endsWith("/redemptions") && (asked += 1));
  await page.locator("#go").dblclick();
  await page.getByRole("heading", { name: "核销成功" }).waitFor();
  house.holds(asked === 1, `pressed twice it is redeemed once, at ${net}`, asked);
}

async function makes(house, owner) {
  const { mark, clerk } = house.asked;
  const day = await house.signedIn(clerk, "/till", PHONE);
  const { store_id } = await asOwner(day, "GET", "/staff/v1/my-day");
  if (!store_id) await asOwner(owner, "POST", "/admin/v1/stores", { number: `L${mark}`, name: `湖滨店 ${mark}`, clerks: [clerk] });
  await day.context().close();
  const terms = { name: `慢慢来 ${mark}`, amount_off: 2000, threshold: 10000, stock: 9, per_member: 9, valid_days: 7, claimable_by: ["anyone"] };
  const { template_id } = await asOwner(owner, "POST", "/admin/v1/coupon-templates", terms);
  const { items } = await asOwner(owner, "GET", "/admin/v1/live-codes");
  const { entry_url } = await asOwner(owner, "GET", `/admin/v1/live-codes/${items.at(-1).code}`);
  return { template: template_id, code: entry_url };
}
