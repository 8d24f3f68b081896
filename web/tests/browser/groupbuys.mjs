/** 拼团 group-buys: made from a product, a team with its seats, books that add up, changed and taken back, copied, stopped with its money back. */
import { asOwner, customer } from "./customers.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/group-buys";
const HOUR = 3600_000;

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  const name = `两人团 ${asked.mark}`;
  const now = new Date((await (await fetch(`${asked.sandbox}/clock`)).json()).now).getTime();
  await desk.locator("tbody tr, .listed-empty").first().waitFor();
  await house.isSound(desk, "group-buys");
  const at = await makes(house, desk, name, now);
  const buyer = await opensATeam(house, desk, at);
  await changesAndTakesBack(house, desk, name);
  await countsBooks(house, desk);
  await stops(house, desk, name, buyer);
  await finds(house, desk, name);
  house.isQuiet(400, 404, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, at);
  await inEnglish(house, at);
  house.isQuiet(404);
}

/** As a field for date and time is filled in, by the corp's clocks. */
const typed = (moment) => new Date(moment + 8 * HOUR).toISOString().slice(0, 16);

const left = (page, many, stock) => page.locator(".figures dd", { hasText: new RegExp(`^${many} / ${stock} 件`) });

async function makes(house, page, name, now) {
  const sku = { name: "一斤", list_price: 5000, private_price: 4000, stock: 30 };
  await asOwner(page, "POST", "/admin/v1/products", { name: `春茶 ${house.asked.mark}`, skus: [sku] });
  await page.getByRole("link", { name: "新建拼团" }).first().click();
  await page.getByLabel("按名称查找商品").fill(`春茶 ${house.asked.mark}`);
  await button(page, `春茶 ${house.asked.mark}`).click();
  await page.getByLabel("规格").waitFor();
  await page.getByLabel("活动名称（顾客可见）").fill(name);
  await page.getByLabel("成团人数").fill("2");
  await page.getByLabel("拼团价").fill("45");
  await page.getByLabel("开始").fill(typed(now - 60_000));
  await page.getByLabel("结束", { exact: true }).fill(typed(now + 48 * HOUR));
  await page.getByLabel("活动库存（从商品库存划出）").fill("10");
  await page.getByText("2 人成团，每人 ¥45").waitFor();
  await button(page, "建好").click();
  await page.locator(".field .wrong").first().waitFor();
  house.holds((await page.locator(".field .wrong").first().textContent()).includes("¥40"), "a price that is none is refused at its field, in yuan");
  await house.isSound(page, "group-buy form refused");
  await page.getByLabel("拼团价").fill("15");
  await button(page, "建好").click();
  await page.getByLabel("不寻常，但确认无误").check();
  await house.isSound(page, "group-buy form");
  await button(page, "建好").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await left(page, 10, 10).waitFor();
  await page.getByText("还没有人开团").waitFor();
  house.holds(true, "the unusual is made once it is meant, and its page opens");
  return new URL(page.url()).pathname;
}

async function opensATeam(house, page, at) {
  const buyer = await customer(house);
  const { order } = await buyer.ask("POST", `/groupbuys/${at.split("/").at(-1)}/teams`, {});
  await buyer.pays(order.order_id);
  await page.reload();
  await page.getByText("2 人团，1 人已付，还差 1 人").waitFor();
  await button(page, "看成员").click();
  await inForm(page).getByText("已付款").waitFor();
  await inForm(page).getByText(buyer.name).waitFor();
  house.holds(true, "a team's seats are told by words and marks, and by names");
  await house.isSound(page, "team");
  const link = await inForm(page).getByRole("link", { name: "打开" }).getAttribute("href");
  house.holds((await fetch(link)).ok, "the page that customers pass on opens");
  await inForm(page).getByRole("button", { name: "关闭" }).click();
  return { buyer, order: order.order_id };
}

async function changesAndTakesBack(house, page, name) {
  await button(page, "修改").click();
  await inForm(page).getByLabel("活动库存（从商品库存划出）").fill("12");
  await inForm(page).getByLabel("活动名称（顾客可见）").fill(`${name} 改`);
  await house.isSound(page, "group-buy changed");
  await inForm(page).getByRole("button", { name: "保存" }).click();
  await left(page, 11, 12).waitFor();
  await button(page, "撤销").click();
  await left(page, 9, 10).waitFor();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  house.holds(true, "a change is there at once, and taken back by one press");
}

async function countsBooks(house, page) {
  await button(page, "汇总").click();
  await page.getByText("账目相符").waitFor();
  const told = await page.locator(".books").innerText();
  house.holds(/收到\s+¥15/.test(told) && /留存\s+¥15/.test(told), "the books are counted by a press, and add up", told);
  await house.isSound(page, "group-buy");
}

async function stops(house, page, name, { buyer, order }) {
  await button(page, "停止").click();
  await inForm(page).getByText("全部退款", { exact: true }).click();
  await inForm(page).getByRole("button", { name: "停止", exact: true }).click();
  await inForm(page).getByLabel("不寻常，但确认无误").check();
  await house.isSound(page, "group-buy stopped");
  await inForm(page).getByRole("button", { name: "停止", exact: true }).click();
  await page.locator(".state", { hasText: "已停止" }).first().waitFor();
  for (let looked = 0; !["refunding", "refunded"].includes((await buyer.ask("GET", `/orders/${order}`)).status); looked += 1) {
    if (looked > 100) throw new Error("the money of a stopped team does not go back");
    await page.waitForTimeout(300);
  }
  house.holds(true, "what stopping will do is asked first, and whoever has paid gets all of it back");
}

async function finds(house, page, name) {
  await page.goto(house.asked.url + LIST);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.locator("tbody .state", { hasText: "已停止" }).waitFor();
  await button(page, "复制").click();
  await inForm(page).getByLabel("开始").waitFor();
  await house.isSound(page, "group-buy copied");
  await inForm(page).getByRole("button", { name: "取消" }).click();
  await page.getByRole("searchbox").fill("没有这样的团");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的拼团。").waitFor();
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "it is found by its name, and a copy begins where it stands");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/groupbuys?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "group-buys unreachable");
  await page.unroute("**/admin/v1/groupbuys?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection the list of group-buys says so, and one press tries again");
}

async function onThePhone(house, at) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "group-buys");
  await phone.goto(house.asked.url + at);
  await phone.locator(".figures").waitFor();
  await house.isSound(phone, "group-buy");
  await phone.goto(`${house.asked.url}${LIST}/new`);
  await phone.getByLabel("成团人数").waitFor();
  await house.isSound(phone, "group-buy form");
}

async function inEnglish(house, at) {
  const abroad = await house.signedIn(house.asked.owner, at, DESK, "en-GB");
  await abroad.locator(".figures").waitFor();
  await house.isSound(abroad, "group-buy in English");
}
