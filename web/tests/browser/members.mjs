/** 会员 members: found, looked at, tagged and untagged, noted and taken back, blocked and taken back. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/members";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  await desk.locator("tbody tr").first().waitFor();
  await house.isSound(desk, "members");
  await finds(house, desk);
  await desk.locator("tbody a").first().click();
  await desk.locator(".timeline li").first().waitFor();
  await house.isSound(desk, "member");
  await tags(house, desk);
  await notes(house, desk);
  await blocks(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await phone.locator("tbody a").first().click();
  await phone.locator(".timeline li").first().waitFor();
  await house.isSound(phone, "member");
  const abroad = await house.signedIn(asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "members in English");
  house.isQuiet();
}

async function finds(house, page) {
  await page.getByRole("searchbox").fill("没有这样的人");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的会员。").waitFor();
  await house.isSound(page, "no member");
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
  await button(page, "已流失").click();
  await page.waitForURL(/stage=lost/);
  await button(page, "全部").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "members are found by words and relation, and the address says by which");
}

async function tags(house, page) {
  const tag = page.locator(".tags li").first();
  const name = (await tag.textContent()).replace("×", "").trim();
  await button(page, `去掉「${name}」`).click();
  await page.locator(".tags li", { hasText: name }).waitFor({ state: "detached" });
  await button(page, "撤销").click();
  await page.locator(".tags li", { hasText: name }).waitFor();
  house.holds(true, "a tag is taken off, and put on again by one press");
}

async function notes(house, page) {
  await button(page, "写备注").click();
  await button(inForm(page), "保存").click();
  house.holds(await inForm(page).locator("textarea").evaluate((field) => field.matches(":invalid")), "an empty note is not sent");
  await inForm(page).locator("textarea").fill("喜欢乌龙茶");
  await house.isSound(page, "note form");
  await button(inForm(page), "保存").click();
  await page.locator(".notes li", { hasText: "喜欢乌龙茶" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".notes li", { hasText: "喜欢乌龙茶" }).waitFor({ state: "detached" });
  house.holds(true, "a note is written, and taken back by one press");
}

async function blocks(house, page) {
  await button(page, "屏蔽群发").click();
  await inForm(page).locator("textarea").fill("顾客要求不再联系");
  await button(inForm(page), "屏蔽群发").click();
  await page.locator(".state", { hasText: "已屏蔽群发" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "愿意收群发" }).waitFor();
  house.holds(true, "a member is blocked, and that is taken back by one press");
}

async function meetsTrouble(house, page) {
  await page.route("**/timeline?*", (route) => route.abort());
  await page.reload();
  await page.locator(".timeline .trouble").waitFor();
  await page.locator(".tags li").first().waitFor();
  house.holds(true, "a part of the file that cannot be read fails alone");
  await house.isSound(page, "member without a timeline");
  await page.unroute("**/timeline?*");
}
