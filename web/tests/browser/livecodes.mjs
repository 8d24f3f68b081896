/** 活码 live codes: made, mended, paused and taken back, found again; without a connection; at a desk, on a phone, in English. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/live-codes";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  const name = `门口立牌 ${asked.mark}`;
  await house.isSound(desk, "live codes");
  await makes(house, desk, name);
  await house.isSound(desk, "live code");
  await mends(house, desk, name);
  await pausesAndTakesBack(house, desk);
  await finds(house, desk, `${name}（新）`);
  house.isQuiet(400);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house);
  await inEnglish(house);
  house.isQuiet(401);
}

async function makes(house, page, name) {
  await button(page, "新建活码").first().click();
  await inForm(page).waitFor();
  await button(page, "保存").click();
  house.holds(await inForm(page).getByLabel("名称").evaluate((field) => field.matches(":invalid")), "a live code without a name is not sent");
  await inForm(page).getByLabel("名称").fill(name);
  await inForm(page).locator("ul button").first().click();
  await inForm(page).getByLabel("欢迎语文字").fill("您好，欢迎光临。");
  house.holds((await page.locator(".phone .bubble").last().textContent()) === "您好，欢迎光临。", "the phone beside it shows the welcome");
  await house.isSound(page, "live code form");
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  house.holds(/\/console\/live-codes\/\w+$/.test(page.url()), "a live code is made, and its page opens");
}

async function mends(house, page, name) {
  await button(page, "修改").click();
  await inForm(page).getByLabel("名称").fill(" ");
  await button(page, "保存").click();
  await page.getByRole("alert").waitFor();
  house.holds((await page.locator(".field .wrong").count()) > 0, "what is wrong is said at its field");
  await inForm(page).getByLabel("名称").fill(`${name}（新）`);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: `${name}（新）` }).waitFor();
  house.holds(true, "it is mended, and saved under its new name");
}

async function pausesAndTakesBack(house, page) {
  await button(page, "暂停").click();
  await page.locator(".state", { hasText: "已暂停" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "可用" }).waitFor();
  house.holds(true, "a pause is taken back by one press");
}

async function finds(house, page, name) {
  await page.goto(house.asked.url + LIST);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.locator("tbody tr").first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  house.holds(new URL(page.url()).searchParams.get("q") === name, "what is looked for stands in the address");
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: name }).waitFor();
  await page.goBack();
  house.holds((await page.getByRole("searchbox").inputValue()) === name, "and is still there when one comes back");
  await page.getByRole("searchbox").fill("没有这样的活码");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的活码。").waitFor();
  await house.isSound(page, "no live code");
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/live-codes?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "live codes unreachable");
  await page.unroute("**/admin/v1/live-codes?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}

async function onThePhone(house) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await house.isSound(phone, "live codes");
  await phone.locator("tbody a").first().click();
  await phone.locator(".qr img").waitFor();
  await house.isSound(phone, "live code");
  await button(phone, "菜单").click();
  await house.isSound(phone, "menu");
}

async function inEnglish(house) {
  const abroad = await house.signedIn(house.asked.owner, LIST, DESK, "en-GB");
  await abroad.getByRole("heading", { level: 1, name: "Live codes" }).waitFor();
  await house.isSound(abroad, "live codes in English");
}
