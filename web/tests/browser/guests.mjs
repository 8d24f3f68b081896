/** What customers see who open a link: a live code's page, a team's, a coupon's, and those that have nothing to show; in
 *  WeChat, outside of it, without any script, on a small phone with large letters, and at a desk. */
import { asOwner, customer } from "./customers.mjs";
import { button, DESK, PHONE } from "./house.mjs";

const WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN";
const SMALL = { width: 320, height: 568 };
const DAY = 86_400_000;

export async function play(house) {
  const owner = await house.signedIn(house.asked.owner);
  const links = await makes(house, owner);
  const phone = await guest(house, { userAgent: WECHAT });
  await opensByItself(house, phone, links.entry);
  await withoutScript(house, links);
  const desk = await guest(house, { viewport: DESK });
  for (const [name, link, said, outside] of PAGES(links)) {
    await phone.goto(link);
    await phone.getByText(said).first().waitFor();
    await house.isSound(phone, `guests ${name}`);
    await inLargeLetters(house, phone, name);
    await desk.goto(link);
    if (outside) await desk.getByRole("heading", { name: outside }).waitFor();
    await house.isSound(desk, `guests ${name} outside`);
  }
  await owns(house, phone, links);
  house.isQuiet(401, 404);
}

/** Customers' own pages: led in from one, what they have, and what they press without any script. */
async function owns(house, phone, { own, buyer, bought }) {
  await phone.goto(`${own}-orders`);
  await phone.getByRole("heading", { name: "登录后查看" }).waitFor();
  await house.isSound(phone, "guests led in");
  await inLargeLetters(house, phone, "led in");
  const page = await guest(house, { userAgent: WECHAT, javaScriptEnabled: false });
  await page.context().addCookies([{ name: "siyu-customer", value: buyer.token, url: house.asked.url }]);
  for (const name of ["coupons", "orders", "settings"]) {
    await page.goto(`${own}-${name}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    house.holds((await page.locator("[aria-current=page]").count()) === 1, `guests own ${name}: it is there without any script`);
  }
  await button(page, "全部停止接收").click();
  await page.getByText("已停止接收").waitFor();
  await button(page, "重新接收").click();
  await page.getByText("现在会收到").waitFor();
  house.holds(true, "all posts are stopped by one press, and taken again by another, without any script");
  await page.context().close();
  await phone.context().addCookies([{ name: "siyu-customer", value: buyer.token, url: house.asked.url }]);
  for (const name of ["coupons", "orders", "settings"]) await looksAt(house, phone, `${own}-${name}`, name);
  await phone.goto(`${own}-coupons`);
  await phone.locator(".good").first().click();
  await phone.getByRole("img", { name: "这张券的二维码，请店员扫描" }).waitFor();
  await looksAt(house, phone, phone.url(), "coupon");
  await phone.goto(`${own}-order.${bought}`);
  await phone.getByRole("img", { name: "提货的二维码，请店员扫描" }).waitFor();
  await looksAt(house, phone, phone.url(), "order to fetch");
}

async function looksAt(house, page, url, name) {
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await house.isSound(page, `guests own ${name}`);
  await inLargeLetters(house, page, `own ${name}`);
}

/** Each page: its name, its link, what stands there, and how it sends those into WeChat who are not there. */
const PAGES = ({ entry, team, coupon, gone, paused, nowhere }) => [
  ["entry", entry, "长按识别下方二维码", "这个页面要在微信里用"],
  ["team", team, "还差 1 人", "请在微信中打开本页参团"],
  ["coupon", coupon, "满 ¥50 可用", "请在微信中打开本页领取"],
  ["coupon gone", gone, "已领完"],
  ["coupon paused", paused, "暂停领取"],
  ["nothing", nowhere, "没有找到"],
];

/** What there is to open, as the owner makes it. */
async function makes(house, owner) {
  const { mark, url, corp } = house.asked;
  const now = Date.now();
  const { items } = await asOwner(owner, "GET", "/admin/v1/live-codes");
  const { contact_ways } = await asOwner(owner, "GET", `/admin/v1/live-codes/${items[0].code}`);
  const code = { name: `顾客页 ${mark}`, staff: [{ userid: contact_ways[0].userid }], welcome: { text: "您好" } };
  const { entry_url } = await asOwner(owner, "POST", "/admin/v1/live-codes", code);
  const coupon = async (name, stock) => {
    const template = { name: `${name} ${mark}`, amount_off: 1000, threshold: 5000, stock, claimable_by: ["anyone"], usage: "到店出示券码" };
    return (await asOwner(owner, "POST", "/admin/v1/coupon-templates", template)).template_id;
  };
  const [open, gone, paused] = [await coupon("满五十减十", 20), await coupon("只有一张", 1), await coupon("停一停", 20)];
  await asOwner(owner, "POST", `/admin/v1/coupon-templates/${paused}/pause`, {});
  const buyer = await customer(house);
  await buyer.ask("POST", `/coupon-templates/${gone}/claims`, {});
  const sku = { name: "一罐", list_price: 5000, private_price: 4000, stock: 30 };
  const product = await asOwner(owner, "POST", "/admin/v1/products", { name: `秋茶 ${mark}`, skus: [sku] });
  const { order_id: bought } = await buyer.ask("POST", "/shop-orders", { sku_id: product.skus[0].sku_id, quantity: 1 });
  await buyer.pays(bought);
  const [opens_at, closes_at] = [now - 60_000, now + 2 * DAY].map((at) => new Date(at).toISOString());
  const terms = { name: `两人团 ${mark}`, sku_id: product.skus[0].sku_id, team_size: 2, team_price: 3500, stock: 10, opens_at, closes_at };
  const { activity_id } = await asOwner(owner, "POST", "/admin/v1/groupbuys", terms);
  const { team, order } = await buyer.ask("POST", `/groupbuys/${activity_id}/teams`, {});
  await buyer.pays(order.order_id);
  await buyer.ask("POST", `/coupon-templates/${open}/claims`, {});
  const of = (template) => `${url}/k/${corp}-${template}`;
  return { entry: entry_url, team: team.page_url, coupon: of(open), gone: of(gone), paused: of(paused), nowhere: `${url}/c/${corp}-nothing`, own: `${url}/m/${corp}`, buyer, bought };
}

async function guest(house, more) {
  const page = await (await house.browser.newContext({ viewport: PHONE, locale: "zh-CN", ...more })).newPage();
  page.setDefaultTimeout(40_000);
  page.on("console", (said) => said.type() === "error" && house.messages.push(`${page.url()}: ${said.text()} ${said.location().url}`));
  page.on("pageerror", (error) => house.messages.push(`${page.url()}: ${error.message}`));
  return page;
}

/** A code that was made a moment ago: its page waits and comes by itself. */
async function opensByItself(house, page, entry) {
  await page.goto(entry);
  await page.getByRole("img", { name: /二维码$/ }).waitFor();
  house.holds(true, "the page of a code that is being made opens by itself when it is");
  house.messages.splice(0);
}

async function withoutScript(house, links) {
  const page = await guest(house, { userAgent: WECHAT, javaScriptEnabled: false });
  for (const [name, link, said] of PAGES(links)) {
    await page.goto(link);
    await page.getByText(said).first().waitFor();
    house.holds((await page.getByRole("heading", { level: 1 }).count()) === 1, `guests ${name}: it is all there without any script`);
  }
  await page.context().close();
}

/** On a small phone whose owner needs large letters nothing is cut, and nothing is wider than the window. */
async function inLargeLetters(house, page, name) {
  await page.setViewportSize(SMALL);
  const cut = await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
    const hides = (one) => !one.closest(".unseen") && getComputedStyle(one).overflow !== "visible" && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
    const wide = document.documentElement.scrollWidth > innerWidth ? ["the page"] : [];
    return [...wide, ...[...document.querySelectorAll("body *:not(svg *)")].filter(hides).map((one) => one.outerHTML.slice(0, 80))];
  });
  house.holds(cut.length === 0, `guests ${name}: nothing is cut at 320 pixels with letters of twice the size`, cut.join("; "));
  if (house.asked.pictures) await page.screenshot({ path: `${house.asked.pictures}/guests-${name.replaceAll(" ", "-")}-320-large.png`, fullPage: true });
  await page.setViewportSize(PHONE);
}
