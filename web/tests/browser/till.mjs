/** 收银台 the till on a clerk's phone: look, redeem, refused, taken back, without a net, a day, a pick-up, wrong codes. */
import { asOwner, customer } from "./customers.mjs";
import { button, DESK, PHONE } from "./house.mjs";

/** The smallest phone that we know of. */
const SMALL = { width: 320, height: 568 };
/** So many wrong codes at once are too many. */
const STORM = 40;
/** A tap whose answer is lost until it is let through. */
const REDEMPTIONS = "**/staff/v1/redemptions";

export async function play(house) {
  const owner = await house.signedIn(house.asked.owner, "/console", DESK);
  const buyer = await customer(house);
  const page = await house.signedIn(house.asked.clerk, "/till", PHONE);
  const coupons = await isStocked(house, owner, buyer, page);
  await page.getByText("门店小赵").waitFor();
  await house.isSound(page, "till");
  await redeems(house, page, coupons[0]);
  await isRefused(house, page, coupons[0]);
  await takesBack(house, page, coupons[0]);
  await seesWithACamera(house, page, coupons[1]);
  house.isQuiet(400, 409);
  await isWithoutANet(house, page, coupons[2]);
  await looksAtTheDay(house, page);
  await handsOut(house, page);
  await meetsTheStorm(house, page);
  house.isQuiet(404, 429);
}

/** A store that the clerk works at, where there is none yet, three coupons of a customer, and an order that waits there. */
async function isStocked(house, page, buyer, till) {
  const day = await asOwner(till, "GET", "/staff/v1/my-day");
  const { mark, clerk } = house.asked;
  const made = { number: `T${mark}`, name: `湖滨店 ${mark}`, clerks: [clerk] };
  const { store_id } = day.store_id ? day : await asOwner(page, "POST", "/admin/v1/stores", made);
  await isKnown(till, store_id);
  const terms = { name: `到店礼 ${mark}`, amount_off: 2000, threshold: 10000, stock: 9, per_member: 9, valid_days: 7, claimable_by: ["anyone"] };
  const template = await asOwner(page, "POST", "/admin/v1/coupon-templates", terms);
  const codes = [];
  for (let given = 0; given < 3; given += 1) {
    codes.push((await buyer.ask("POST", `/coupon-templates/${template.template_id}/claims`, {})).code);
  }
  const sku = { name: "一盒", list_price: 6800, private_price: 5900, stock: 20 };
  const product = await asOwner(page, "POST", "/admin/v1/products", { name: `茉莉花茶 ${mark}`, skus: [sku] });
  const order = await buyer.ask("POST", "/shop-orders", { sku_id: product.skus[0].sku_id, quantity: 1, store_id });
  await buyer.pays(order.order_id);
  return codes;
}

/** Where a clerk works is known to each worker within some seconds. */
async function isKnown(till, store) {
  for (let looked = 0; (await asOwner(till, "GET", "/staff/v1/my-day")).store_id !== store; looked += 1) {
    if (looked > 60) throw new Error("the clerk is at no store");
    await till.waitForTimeout(250);
  }
}

async function types(page, code, yuan) {
  await page.getByLabel("券码").fill(code);
  await page.getByLabel("订单金额（元）").fill(yuan);
  await button(page, "查询").click();
}

async function redeems(house, page, code) {
  const forgiving = ` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()} `;
  await types(page, forgiving, "80");
  await page.getByText("… 还差 ¥20").waitFor();
  await house.isSound(page, "till below");
  await page.getByLabel("订单金额（元）").fill("一百");
  await page.getByLabel("订单金额（元）").press("Enter");
  await page.locator("#yuanwrong").getByText("128.5").waitFor();
  house.holds(true, "what is wrong with the amount stands at its field");
  await page.getByLabel("订单金额（元）").fill("128.5");
  await page.getByLabel("订单金额（元）").press("Enter");
  await page.locator("#payable", { hasText: "¥108.50" }).waitFor();
  house.holds(await page.locator("#go").evaluate((one) => one === document.activeElement), "the next press is the one that redeems");
  await house.isSound(page, "till looked");
  await page.locator("#go").press("Enter");
  await page.getByRole("heading", { name: "核销成功" }).waitFor();
  house.holds((await page.locator("html").getAttribute("data-sounded")) === "yes", "a yes is heard, and fills the screen");
  house.holds(/撤销核销（(10:00|9:\d\d)）/.test(await page.locator("#undonow").innerText()), "and says how long it can be taken back");
  await house.isSound(page, "till redeemed");
  await page.setViewportSize(SMALL);
  await house.isSound(page, "till redeemed");
  await page.setViewportSize(PHONE);
  await button(page, "下一位").click();
  house.holds((await page.getByLabel("券码").inputValue()) === "", "one press leads to the next customer");
}

/** The same coupon again; and, as two clerks at once, one that was redeemed after it was looked at. */
async function isRefused(house, page, code) {
  await button(page, "声音 开").click();
  await types(page, code, "128.5");
  await page.getByText("✕ 已核销").waitFor();
  house.holds((await page.locator("html").getAttribute("data-sounded")) === "", "a till that is muted is silent");
  await button(page, "声音 关").click();
  house.holds(await page.locator("#why").isVisible(), "and a no says why");
  await house.isSound(page, "till refused");
}

async function takesBack(house, page, code) {
  await page.locator("#undo").click();
  await page.locator("#yes").click();
  await page.getByText("已撤销。券恢复可用，顾客应付 ¥128.50。").waitFor();
  house.holds(true, "a redemption is taken back within ten minutes, and says what is paid then");
  await types(page, code, "128.5");
  await page.locator("#payable", { hasText: "¥108.50" }).waitFor();
  const other = await house.signedIn(house.asked.clerk, "/till", PHONE);
  await types(other, code, "128.5");
  await other.locator("#go").click();
  await other.getByRole("heading", { name: "核销成功" }).waitFor();
  await page.locator("#go").click();
  await page.getByRole("heading", { name: "没有核销" }).waitFor();
  house.holds((await page.locator("html").getAttribute("data-sounded")) === "no", "who comes second hears and sees a no");
  await house.isSound(page, "till second");
  await button(page, "返回看这张券").click();
  await other.close();
}

/** A browser that reads codes: what it sees is looked at, and never redeemed by itself. */
async function seesWithACamera(house, page, code) {
  await page.addInitScript((seen) => {
    window.BarcodeDetector = class {
      detect() {
        return Promise.resolve([{ rawValue: seen }]);
      }
    };
    Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: () => Promise.resolve(document.createElement("canvas").captureStream()) } });
    HTMLMediaElement.prototype.play = () => Promise.resolve();
  }, code);
  await page.reload();
  await button(page, "扫码").click();
  await page.getByText("✓ 可核销").waitFor();
  house.holds(!(await page.locator("#go").isVisible()), "what a camera read is looked at, and redeemed by nobody yet");
}

async function isWithoutANet(house, page, code) {
  const keys = [];
  page.on("request", (one) => one.url().endsWith("/redemptions") && keys.push(one.headers()["idempotency-key"]));
  await page.context().setOffline(true);
  await page.getByText("没有网络。").waitFor();
  await types(page, code, "150");
  await button(page, "记下这次核销").click();
  await page.getByRole("heading", { name: "已记下，尚未核销 1 笔" }).waitFor();
  await house.isSound(page, "till without a net");
  await page.route(REDEMPTIONS, (one) => one.abort());
  await page.context().setOffline(false);
  await page.reload();
  await page.locator("#taps li").waitFor();
  house.holds(true, "a tap without a net is said to be no redemption, and lives through a reload");
  await page.unroute(REDEMPTIONS);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.locator("#answers").getByText("已核销，顾客实付 ¥130").waitFor();
  house.holds(keys.length > 1 && new Set(keys).size === 1, "it is sent by itself, under the same key", keys);
  await house.isSound(page, "till sent later");
  await button(page, "知道了").click();
  house.messages.length = 0;
}

async function looksAtTheDay(house, page) {
  await button(page, "我的今天").click();
  await page.getByRole("heading", { name: /今天/ }).waitFor();
  for (let looked = 0; looked < 20 && !(await page.locator("#acts li").count()); looked += 1) {
    await page.waitForTimeout(1000);
    await button(page, "我的今天").click();
  }
  await page.locator("#acts li").first().waitFor();
  house.holds(Number(await page.locator("#count").textContent()) > 0, "a day has its sums, and what made them");
  await house.isSound(page, "till day");
  await button(page, "前一天").click();
  await page.locator("#after:not([disabled])").waitFor();
}

async function handsOut(house, page) {
  await button(page, "提货").click();
  const order = page.locator("#orders li", { hasText: `茉莉花茶 ${house.asked.mark}` });
  await order.waitFor();
  await house.isSound(page, "till pick-ups");
  await order.getByRole("button", { name: "交付" }).click();
  await page.locator("#yes").click();
  await page.getByText(/已交付订单/).waitFor();
  house.holds((await order.count()) === 0, "an order is handed out, once");
}

async function meetsTheStorm(house, page) {
  await page.locator("nav").getByRole("button", { name: "核销" }).click();
  await types(page, "22222222222222ZZ", "");
  await page.locator("#codewrong").getByText(/券/).waitFor();
  await house.isSound(page, "till unknown code");
  // They are counted in stretches of ten seconds: where one has just ended, once more.
  const waits = page.getByText(/秒后再查/);
  for (let tried = 0; tried < 5 && !(await waits.count()); tried += 1) {
    await page.evaluate(async (many) => {
      const looks = Array.from({ length: many }, (_, turn) => fetch(`/staff/v1/coupons/22222222222222${turn + 10}`, { headers: { "X-Siyu-Console": "1" } }));
      await Promise.all(looks);
    }, STORM);
    await Promise.all([page.waitForResponse((one) => one.url().includes("ZZ?")), button(page, "查询").click()]);
    await page.waitForTimeout(200);
  }
  await waits.waitFor();
  await house.isSound(page, "till storm");
  await button(page, "查询").waitFor();
  house.holds((await page.getByLabel("券码").inputValue()) !== "", "too many wrong codes: it says how long, keeps what was typed, and goes on by itself");
}
