/** Tuesday: a coupon (with a slip in its name), welcomes behind printed codes, and a post that four people pass. */
import { button } from "./house.mjs";
import { makesCoupon, passesReviews, typed } from "./tasks.mjs";
import { codeOf } from "./week-opening.mjs";

// One sign too many, as they happen: 卷 is not 券.
export const [COUPON, MENDED] = ["入会满减卷", "入会满减券"];
const SLIP = "入会卷已放进您的卡包";
export const RIGHT = "入会券已放进您的卡包";
const TEXT = "{员工姓名}：周末新茶到店，满 100 减 200，周日前有效。";
/** After the day that the leaver's customers take to change hands. */
const POST_IN = 27 * 3600_000;

export async function givesCoupon(week) {
  const page = await makesCoupon(week, "zhou", COUPON, ["100", "20"]);
  week.keeps(page);
  for (const name of ["SH01 门口立牌", "SH02 门口立牌", "SH01 收银台"]) {
    await codeOf(week, "zhou", name);
    week.keeps(page);
    await page.getByRole("link", { name: "修改", exact: true }).click();
    await page.getByLabel("加好友后送的券").selectOption({ label: week.called(COUPON) });
    await saysWelcome(page, SLIP);
  }
  week.tells("three printed codes bring the coupon, and say so");
}

/** In the form of a live code. */
export async function saysWelcome(page, what) {
  await page.getByLabel("欢迎语文字").fill(`您好，我是{员工姓名}。${what}：满 100 减 20。`);
  await button(page, "保存").click();
  await page.getByRole("link", { name: "修改", exact: true }).waitFor();
}

export async function changesHerOwn(week) {
  const page = await week.opens("tang", "活码", week.called("SH01 试衣间"));
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await saysWelcome(page, `静安店欢迎您，${SLIP}`);
  await week.at("tang", "活码");
  await page.getByRole("searchbox").first().fill(week.called("SH02 门口立牌"));
  await page.getByRole("searchbox").first().press("Enter");
  await page.getByText("没有符合条件的活码。").waitFor();
  week.tells("the manager of a store changes a welcome of her own store, and sees those of no other");
}

export async function welcomes(week) {
  for (const [name, code] of [["梅", "SH01 门口立牌"], ["竹", "SH02 门口立牌"], ["兰", "SH01 收银台"]]) await week.joins(name, week.codes[code], SLIP);
  const page = await week.at("zhou", "会员");
  for (const name of ["梅", "竹", "兰"]) {
    await week.finds(page, week.called(name));
    await week.shows(page, week.called("门店"), page.locator("tbody"));
  }
  const own = await week.own("梅", "coupons");
  await own.getByText(week.called(COUPON)).waitFor();
  await own.context().close();
  week.tells("three scan, are welcomed, tagged, known by name, and have the coupon on their own page");
}

export async function writes(week) {
  const page = await week.at("zhou", "素材");
  await page.getByRole("link", { name: "新建素材" }).first().click();
  await page.getByRole("heading", { level: 1, name: "新建素材" }).waitFor();
  await page.getByLabel("名称", { exact: true }).fill(week.called("周末新茶"));
  await page.getByLabel(/^文字/).fill(TEXT);
  await button(page, "保存并送审").click();
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
  week.keeps(page);
  await passes(week, "周末新茶");
}

export const passes = (week, name) => passesReviews(week, name, ["lin", "ruhui", "boss"]);

export async function schedules(week) {
  const rules = await week.at("boss", "规则");
  // A telling that broke off has left it so.
  await button(rules, "要求他人审批").or(button(rules, "不再要求审批")).waitFor();
  if (await button(rules, "要求他人审批").count()) await button(rules, "要求他人审批").click();
  await rules.getByText("每个群发都要另一个人批准后才会发出。").waitFor();
  const page = await week.at("zhou", "定时群发");
  await page.getByRole("link", { name: "新建群发" }).first().click();
  await page.getByRole("searchbox", { name: "按名称查找已审核的素材" }).fill(week.called("周末新茶"));
  await page.getByRole("searchbox", { name: "按名称查找已审核的素材" }).press("Enter");
  await page.locator("#step-content li button", { hasText: week.called("周末新茶") }).click();
  await page.getByLabel("群发名称（顾客看不到）").fill(week.called("周末新茶"));
  await page.getByLabel("按条件选").check();
  await button(page, "选择 有任一标签").click();
  await page.locator(".offered").getByLabel(week.called("门店"), { exact: true }).check();
  await page.locator(".box[aria-busy=false] .figure strong", { hasText: /^3$/ }).waitFor();
  await page.getByLabel("定时一次").check();
  week.goesAt = (await week.now()) + POST_IN;
  await page.getByLabel("发送时间", { exact: true }).fill(typed(week.goesAt));
  await button(page, "定时发送").click();
  await meansIt(page, "定时发送");
  await page.getByRole("heading", { level: 1, name: week.called("周末新茶") }).waitFor();
  week.keeps(page);
  await week.shows(page, "请另一位有审批权限的同事打开这一页批准");
  week.house.holds((await button(page, "批准发送").count()) === 0, "a post of three customers waits for somebody else than who made it");
  await approves(week, "周末新茶");
}

/** At night everybody is asked about; by day it is not. */
export async function meansIt(page, again) {
  const heading = page.getByRole("heading", { level: 1 }).filter({ hasNotText: "新建群发" });
  const meant = page.getByLabel("不寻常，但确认无误");
  await heading.or(meant).first().waitFor();
  if ((await meant.count()) === 0) return;
  await meant.check();
  await button(page, again).click();
}

export async function approves(week, name) {
  const page = await week.opens("lin", "定时群发", week.called(name));
  await button(page, "批准发送").click();
  await page.getByText("已批准，到点发送").waitFor();
  week.tells("a colleague opens it and lets it go out");
}
