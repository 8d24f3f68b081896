/** 操作日志 audit: who did what, each line open to its difference; found by person, thing and day; taken out as a file; no connection. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const ACTS = "**/admin/v1/acts?*";
const rows = (page) => page.locator("tbody tr");

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/audit");
  await rows(desk).first().waitFor();
  await house.isSound(desk, "audit");
  await isFound(house, desk);
  await isOpened(house, desk);
  await isTakenOut(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, "/console/audit", PHONE);
  await rows(phone).first().waitFor();
  await house.isSound(phone, "audit");
  const abroad = await house.signedIn(asked.owner, "/console/audit", DESK, "en-GB");
  await rows(abroad).first().waitFor();
  await house.isSound(abroad, "audit in English");
  house.isQuiet();
}

async function isFound(house, page) {
  await page.getByLabel("对什么").selectOption("coupon_template");
  await page.waitForURL(/thing=coupon_template/);
  await page.locator("td.what .soft", { hasText: "运营人员" }).first().waitFor({ state: "detached" });
  const all = await page.locator("td.what .soft").allTextContents();
  house.holds(all.length > 0 && all.every((one) => one.includes("优惠券")), "what was done to one kind of thing is found", all);
  await page.getByLabel("哪一天").fill("2020-01-01");
  await page.getByText("没有符合条件的操作。").waitFor();
  await button(page, "清除条件").click();
  await rows(page).first().waitFor();
  house.holds(!page.url().includes("thing="), "a day without any says so, and one press shows all again");
}

async function isOpened(house, page) {
  // The newest are of whatever was played before.
  await page.getByLabel("对什么").selectOption("coupon_template");
  await page.locator("td.what .link", { hasText: "优惠券" }).first().click();
  const act = inForm(page);
  await act.locator("dt").first().waitFor();
  house.holds((await act.innerText()).includes("改之后"), "a line opens to what it was before and after");
  await house.isSound(page, "audit act");
  await act.getByRole("link", { name: "看这件东西的全部操作" }).click();
  await page.waitForURL(/thing_id=/);
  await page.getByText("只看这一件").first().waitFor();
  await page.getByRole("button", { name: /^去掉条件/ }).click();
  await rows(page).first().waitFor();
  house.holds(true, "all that was done to one thing is a press away, and the way back too");
}

async function isTakenOut(house, page) {
  await button(page, "导出").click();
  await house.isSound(page, "audit export");
  await button(page, "开始导出").click();
  await page.getByText("导出好了").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "下载").click()]);
  house.holds(file.suggestedFilename().endsWith(".csv"), "the log is taken out as a file, whose progress is seen");
}

async function meetsTrouble(house, page) {
  await page.route(ACTS, (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute(ACTS);
  await button(page, "重试").click();
  await rows(page).first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
