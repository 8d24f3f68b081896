/** 会员 members: found, looked at, tagged one by one and many at once, taken out as a file, noted and taken back, seen
 *  whole for a reason, blocked and taken back. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/members";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  await desk.locator("tbody tr").first().waitFor();
  await house.isSound(desk, "members");
  await finds(house, desk);
  await narrows(house, desk);
  await tagsMany(house, desk);
  await exports(house, desk);
  await desk.goto(`${asked.url}${LIST}`);
  await desk.locator("tbody a").first().click();
  await desk.locator(".timeline li").first().waitFor();
  await house.isSound(desk, "member");
  await tags(house, desk);
  await notes(house, desk);
  await remarks(house, desk);
  await blocks(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await desk.goto(`${asked.url}${LIST}/mem_nobody`);
  await desk.getByRole("heading", { name: "没有这位会员" }).waitFor();
  await house.isSound(desk, "no such member");
  house.isQuiet(404);
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await phone.locator("tbody input[type=checkbox]").first().check();
  await phone.locator(".picked").waitFor();
  await house.isSound(phone, "members");
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

async function narrows(house, page) {
  await button(page, "更多条件").click();
  const staff = page.getByRole("combobox", { name: "员工", exact: true });
  await staff.locator("option").nth(1).waitFor({ state: "attached" });
  await staff.selectOption({ index: 1 });
  await page.waitForURL(/staff=/);
  await house.isSound(page, "members narrowed");
  await page.locator(".chips button").first().click();
  await page.waitForURL((url) => !url.search.includes("staff="));
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "a condition is a chip that is taken off by a press");
}

async function tagsMany(house, page) {
  await page.locator("tbody input[type=checkbox]").first().check();
  await page.getByText("已选 1 位").waitFor();
  await button(page, "改标签").click();
  await button(inForm(page), "开始").click();
  await inForm(page).getByText("请至少选择一个").first().waitFor();
  house.holds(true, "tags for many without a tag are refused at their field");
  await inForm(page).getByLabel("打上这些标签").selectOption({ index: 1 });
  await house.isSound(page, "tags for many");
  await button(inForm(page), "开始").click();
  await page.waitForURL(/members\/works/);
  await page.locator(".works .state", { hasText: "已完成" }).first().waitFor();
  await house.isSound(page, "bulk work");
  house.holds(true, "many are tagged at once, and how far that is can be seen after leaving");
  await page.goBack();
  house.isQuiet(400, 422);
}

async function exports(house, page) {
  await button(page, "导出").click();
  await house.isSound(page, "export form");
  await button(inForm(page), "开始导出").click();
  const download = button(page, "下载").first();
  await download.waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  house.holds((await file.failure()) === null, "a file of members is asked for, awaited and downloaded");
  await button(page, "删除文件").first().click();
  await page.getByText("文件已删除", { exact: true }).waitFor();
}

async function remarks(house, page) {
  await button(page, "从企业微信读取").click();
  await button(page, "看完整内容").click();
  await inForm(page).locator("textarea").fill("核对收货电话");
  await house.isSound(page, "unmask form");
  await button(inForm(page), "查看").click();
  await inForm(page).waitFor({ state: "detached" });
  house.holds(true, "what is hidden is seen for a reason");
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
