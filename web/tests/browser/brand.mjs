/** 品牌 brand: a colour that can be read, seen on customers' pages before it is saved, saved and taken back; two windows lose nothing of each other's. */
import { button, DESK, PHONE } from "./house.mjs";

const PAGE = "/console/brand";

export async function play(house) {
  const desk = await house.signedIn(house.asked.owner, PAGE);
  await desk.getByLabel("品牌名称").waitFor();
  await isSeenFirst(house, desk);
  await isRefused(house, desk);
  await savesAndTakesBack(house, desk);
  await losesNothing(house, desk);
  house.isQuiet(400, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await elsewhere(house);
  house.isQuiet();
}

const colour = (page) => page.getByLabel("主色", { exact: true });
const phone = (page) => page.getByRole("figure", { name: "顾客手机上的样子" });
const band = (page) => phone(page).locator(".band").evaluate((one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color].join(" "));

async function isSeenFirst(house, page) {
  await page.getByLabel("品牌名称").fill(`溪雨 ${house.asked.mark}`);
  await phone(page).getByText(`溪雨 ${house.asked.mark}`).waitFor();
  await button(page, "明黄").click();
  house.holds((await band(page)) === "rgb(242, 193, 78) rgb(29, 38, 33)", "a light colour is seen at once on the customer's page, with dark text on it");
  await page.getByText(/看得清：对比度/).waitFor();
  for (const name of ["领券", "拼团", "活码"]) {
    await button(page, name).click();
    await house.isSound(page, `brand ${name}`);
  }
}

async function isRefused(house, page) {
  await page.getByLabel("自己指定主色上的文字颜色").check();
  await page.getByLabel("文字颜色", { exact: true }).fill("#ffffff");
  await page.getByText(/看不清：对比度只有 1.7/).waitFor();
  await button(page, "保存并换新").click();
  await page.locator(".field .wrong", { hasText: "对比度" }).waitFor();
  house.holds(true, "text that customers could not read is told while it is chosen, and refused at its field");
  await page.getByLabel("自己指定主色上的文字颜色").uncheck();
  await page.getByLabel("小程序链接").fill("http://没有");
  await button(page, "保存并换新").click();
  await page.locator(".field .wrong", { hasText: "https://" }).waitFor();
  await house.isSound(page, "brand refused");
  await page.getByLabel("小程序链接").fill("");
}

async function savesAndTakesBack(house, page) {
  page.once("dialog", (asks) => asks.dismiss());
  await page.getByRole("link", { name: "门店", exact: true }).click();
  house.holds(new URL(page.url()).pathname === PAGE, "what is not saved is asked about before one leaves");
  await button(page, "保存并换新").click();
  await page.locator(".notices", { hasText: "品牌已保存" }).waitFor();
  const told = await page.evaluate(read);
  house.holds(told.colour === "#f2c14e" && told.on_colour === "#1d2621", "it is saved, with the text's colour chosen");
  await button(page, "撤销").click();
  await page.locator(".notices", { hasText: "已改回" }).waitFor();
  house.holds((await page.evaluate(read)).colour !== "#f2c14e", "and taken back by a press");
}

/** Two windows of the same brand. */
async function losesNothing(house, page) {
  const before = await page.evaluate(read);
  const other = await house.signedIn(house.asked.owner, PAGE);
  await page.reload();
  await page.getByLabel("页脚").fill(`客服 ${house.asked.mark}`);
  await other.getByLabel("活码页的标题").fill(`加我 ${house.asked.mark}`);
  await button(other, "保存并换新").click();
  await other.locator(".notices", { hasText: "品牌已保存" }).waitFor();
  await button(page, "保存并换新").click();
  await page.getByText("刚刚也改了品牌").waitFor();
  await house.isSound(page, "brand changed meanwhile");
  await button(page, "保存并换新").click();
  await page.locator(".notices", { hasText: "品牌已保存" }).waitFor();
  const both = await page.evaluate(read);
  house.holds(both.foot === `客服 ${house.asked.mark}` && both.entry_title === `加我 ${house.asked.mark}`, "two windows lose nothing of each other's");
  await page.getByLabel("页脚").fill(before.foot);
  await page.getByLabel("活码页的标题").fill(before.entry_title);
  await button(page, "保存并换新").click();
  await page.waitForFunction((foot) => document.querySelector("form")?.textContent !== null && !document.body.textContent.includes("有修改还没保存") && foot !== null, before.foot);
  await other.context().close();
}

async function read() {
  return await (await fetch("/admin/v1/brand", { headers: { "X-Siyu-Console": "1" } })).json();
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/brand", (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "brand unreachable");
  await page.unroute("**/admin/v1/brand");
  await button(page, "重试").click();
  await colour(page).waitFor();
}

async function elsewhere(house) {
  const small = await house.signedIn(house.asked.owner, PAGE, PHONE);
  await small.getByLabel("品牌名称").waitFor();
  await house.isSound(small, "brand");
  const abroad = await house.signedIn(house.asked.owner, PAGE, DESK, "en-GB");
  await abroad.getByLabel("Name of the brand").waitFor();
  await house.isSound(abroad, "brand in English");
}
