/**
 * The three first stories by clicks: from a printed code to a redeemed coupon; friends who buy together; a reviewed weekly
 * post with a coupon. The doors of local/stories/{first,team,post} are knocked at by screens alone, and by the mini-program,
 * which has no browser.
 */
import { button, inForm } from "./house.mjs";
import { posts } from "./stories-post.mjs";
import { buysTogether } from "./stories-team.mjs";
import { looksUp, makesCoupon, redeems } from "./tasks.mjs";
import { Walk } from "./walking.mjs";

const HIRED = { lili: ["李莉", "运营"], chenming: ["陈鸣", "运营"], hezheng: ["何正", "合规"], zhao: ["赵小", "门店员工"] };
const WELCOME = "入会券已放进你的卡包";

export async function play(house) {
  const tale = new Walk(house, HIRED);
  for (const chapter of [prepares, publishes, comes, redeemsOnce, buysTogether, posts]) {
    const began = Date.now();
    await chapter(tale);
    if (house.asked.times) console.error(`${chapter.name}: ${Date.now() - began} ms`);
  }
  house.isQuiet(401, 404, 409, 422);
}

async function prepares(tale) {
  await tale.hires();
  const page = await tale.at("boss", "门店");
  await button(page, "新建门店").first().click();
  await inForm(page).getByLabel("编号").fill(`M${tale.mark}`);
  await inForm(page).getByLabel("名称").fill(tale.called("南京店"));
  const clerks = inForm(page).getByRole("group", { name: "核销店员" });
  await clerks.getByRole("button", { name: "添加员工" }).click();
  await clerks.getByPlaceholder("按姓名查找员工").fill(tale.named("zhao"));
  await clerks.getByRole("button", { name: tale.named("zhao"), exact: true }).click();
  await button(inForm(page), "保存").click();
  await page.locator("tbody tr", { hasText: tale.called("南京店") }).waitFor();
  await tale.at("boss", "标签");
  await button(page, "新建标签组").click();
  await inForm(page).getByLabel("标签组名称").fill(tale.called("来源"));
  await inForm(page).getByLabel("标签，一行一个").fill(`${tale.called("门店扫码")}\n${tale.called("新客")}`);
  await button(page, "建好").click();
  await page.getByRole("heading", { level: 2, name: tale.called("来源") }).waitFor();
  await makesCoupon(tale, "boss", "入会满减券", ["100", "20"]);
  tale.tells("a store, tags and a coupon are made");
}

async function publishes(tale) {
  const page = await tale.at("boss", "活码");
  await page.getByRole("link", { name: "新建活码" }).first().click();
  await page.getByLabel("名称", { exact: true }).fill(tale.called("前台立牌"));
  const picker = page.locator("fieldset.picker").first();
  for (const who of ["lili", "chenming"]) {
    const sought = picker.getByPlaceholder("按姓名查找员工");
    if ((await sought.count()) === 0) await picker.getByRole("button", { name: "添加员工" }).click();
    await sought.fill(tale.named(who));
    await picker.getByRole("button", { name: tale.named(who), exact: true }).click();
  }
  await page.getByLabel(tale.named("lili"), { exact: true }).fill("2");
  for (const tag of ["门店扫码", "新客"]) await page.getByLabel("加好友后打上的标签").selectOption({ label: tale.called(tag) });
  await page.getByLabel("加好友后送的券").selectOption({ label: tale.called("入会满减券") });
  await page.getByLabel("欢迎语文字").fill(`你好，我是溪雨茶铺的顾问。${WELCOME}：满 100 减 20。`);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: tale.called("前台立牌") }).waitFor();
  await page.locator("section.qr img").evaluate((img) => img.decode());
  tale.code = await page.locator(".qr .address a").getAttribute("href");
  tale.page = page.url();
  tale.tells("a live code for two members of staff, two to one, has its picture");
}

async function comes(tale) {
  await tale.joins("安", tale.code, WELCOME);
  const page = await tale.opens("boss", "会员", tale.called("安"));
  for (const tag of ["门店扫码", "新客"]) await tale.shows(page, tale.called(tag), page.locator(".tags li"));
  await tale.shows(page, tale.called("前台立牌"));
  tale.tells("who scans is welcomed, and known with name, tags and source");
}

async function redeemsOnce(tale) {
  const code = await tale.codeOf("安", "入会满减券");
  const till = await tale.till("zhao");
  await looksUp(till, code, "168", "¥148");
  await redeems(till);
  await button(till, "下一位").click();
  await till.getByLabel("券码").fill(code);
  await button(till, "查询").click();
  await till.getByText("✕ 已核销").waitFor();
  await till.context().close();
  const page = await tale.opens("boss", "会员", tale.called("安"));
  await tale.shows(page, "核销");
  await page.goto(tale.page);
  await tale.shows(page, "每天的扫码与加好友");
  tale.tells("a coupon is redeemed once, and the member's file tells it all");
}
