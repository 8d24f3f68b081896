/** 货盘 products: made in yuan, restocked, its price changed with who did it, taken off the shelf and put back, copied, found. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/products";

export async function play(house) {
  const desk = await house.signedIn(house.asked.owner, LIST);
  const name = `老白茶 ${house.asked.mark}`;
  await desk.locator("tbody tr, .listed-empty").first().waitFor();
  await makes(house, desk, name);
  const at = new URL(desk.url()).pathname;
  await restocks(house, desk);
  await changesItsPrice(house, desk, name);
  await turnsAndTakesBack(house, desk);
  await copies(house, desk, `${name}（新）`);
  await finds(house, desk, name);
  house.isQuiet(400, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, at);
  await inEnglish(house, at);
  house.isQuiet();
}

async function makes(house, page, name) {
  await page.getByRole("link", { name: "新建商品" }).first().click();
  await page.getByLabel("商品名称（顾客可见）").fill(name);
  await page.getByLabel("分类（用顿号或逗号分开，最多 5 个）").fill("茶叶、白茶");
  await page.getByLabel("引流").check();
  await page.getByLabel("规格名称").fill("一饼");
  await page.getByLabel("原价").fill("128");
  await page.getByLabel("私域价").fill("138.50");
  await page.getByLabel("库存（件）").fill("20");
  await button(page, "建好并上架").click();
  await page.locator(".field .wrong").first().waitFor();
  house.holds((await page.locator(".field .wrong").first().textContent()).includes("¥128"), "a private price above the list price is refused at its field, in yuan");
  await house.isSound(page, "product form refused");
  await page.getByLabel("私域价").fill("12.80");
  await button(page, "建好并上架").click();
  await page.getByLabel("不寻常，但确认无误").waitFor();
  await house.isSound(page, "product form asked");
  await page.getByLabel("私域价").fill("98.50");
  await button(page, "建好并上架").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator(".price strong", { hasText: "¥98.50" }).waitFor();
  house.holds(true, "an unusual price is asked about, mended, and the product made to the fen");
}

async function restocks(house, page) {
  await button(page, "补货").click();
  await inForm(page).getByLabel("补多少件").fill("5");
  await inForm(page).getByText("补货后剩 25 件").waitFor();
  await house.isSound(page, "restocked");
  await inForm(page).getByRole("button", { name: "补货" }).click();
  await page.getByText("剩余 25 件").waitFor();
  house.holds(true, "more of it is there at once");
}

async function changesItsPrice(house, page, name) {
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel("私域价").fill("88");
  await house.isSound(page, "product changed");
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator(".prices", { hasText: "私域价 ¥98.50 → ¥88" }).waitFor();
  house.holds((await page.locator(".price strong").textContent()) === "¥88", "a price is changed, and who did it stands beside it");
  await house.isSound(page, "product");
}

async function turnsAndTakesBack(house, page) {
  await button(page, "下架").click();
  await page.locator(".state", { hasText: "已下架" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "在售" }).waitFor();
  house.holds(true, "off the shelf by one press, and back by another");
}

async function copies(house, page, name) {
  await button(page, "复制").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("售罄").waitFor();
  house.holds(await page.locator(".state", { hasText: "已下架" }).isVisible(), "a copy begins off the shelf, without a piece");
}

async function finds(house, page, name) {
  await page.goto(house.asked.url + LIST);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 2);
  await page.locator("tbody").getByRole("button", { name: "茶叶" }).first().click();
  await button(page, "在售").click();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await house.isSound(page, "products");
  await page.getByRole("searchbox").fill("没有这样的商品");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的商品。").waitFor();
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "it is found by its name, category and shelf");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/products?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "products unreachable");
  await page.unroute("**/admin/v1/products?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection the list of products says so, and one press tries again");
}

async function onThePhone(house, at) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "products");
  await phone.goto(house.asked.url + at);
  await phone.locator(".price").first().waitFor();
  await house.isSound(phone, "product");
  await phone.goto(`${house.asked.url}${LIST}/new`);
  await phone.getByLabel("原价").waitFor();
  await house.isSound(phone, "product form");
}

async function inEnglish(house, at) {
  const abroad = await house.signedIn(house.asked.owner, at, DESK, "en-GB");
  await abroad.locator(".price").first().waitFor();
  await house.isSound(abroad, "product in English");
}
