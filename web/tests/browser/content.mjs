/** 素材 content: written with variables and seen on the phone, checked, mended, handed in and taken back, compared, put away. */
import { asAsked, staffed } from "./content-staff.mjs";
import { button, DESK, PHONE } from "./house.mjs";

const LIST = "/console/content";

export async function play(house) {
  const { asked } = house;
  await staffed(house);
  const desk = await house.signedIn("ming", LIST);
  await house.isSound(desk, "content list");
  const name = `春茶问候 ${asked.mark}`;
  await writes(house, desk, name);
  await mends(house, desk);
  await takesBack(house, desk);
  await meetsAnother(house, desk);
  await compares(house, desk);
  await putsAway(house, desk, name);
  house.isQuiet(409);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, name);
  const abroad = await house.signedIn("ming", `${LIST}/new`, DESK, "en-GB");
  await abroad.getByRole("heading", { level: 1, name: "New content" }).waitFor();
  await house.isSound(abroad, "new content in English");
  house.isQuiet();
}

const text = (page) => page.getByLabel(/^文字/);
const state = (page, word) => page.locator(".head .state", { hasText: word }).waitFor();

async function writes(house, page, name) {
  await page.getByRole("link", { name: "新建素材" }).first().click();
  await page.getByRole("heading", { level: 1, name: "新建素材" }).waitFor();
  await button(page, "保存并送审").click();
  house.holds(await page.getByLabel("名称").evaluate((field) => field.matches(":invalid")), "content without a name is not sent");
  await page.getByLabel("名称").fill(name);
  await text(page).fill("，全国第一的春茶到了。");
  await text(page).press("Home");
  await button(page, "客户昵称").first().click();
  house.holds((await text(page).inputValue()) === "{客户昵称}，全国第一的春茶到了。", "a variable is put in where the caret is, by its name");
  house.holds((await page.locator(".phone .bubble").textContent()) === "小雨，全国第一的春茶到了。", "the phone beside it shows what is typed, with a name");
  await button(page, "不知道姓名时").click();
  house.holds((await page.locator(".phone .bubble").textContent()).startsWith("您，"), "and how it reads where no name is known");
  await house.isSound(page, "new content");
  await button(page, "保存并送审").click();
  await page.waitForURL(/\/edit$/);
  await page.locator("mark", { hasText: "第一" }).waitFor();
  house.holds(await page.getByText("换成能证明的事实").isVisible(), "a forbidden word is marked, with why and what to say instead");
  await house.isSound(page, "content to mend");
}

async function mends(house, page) {
  page.once("dialog", (asks) => asks.dismiss());
  await text(page).fill("{客户昵称}，今年的春茶到了。");
  house.holds((await page.locator("mark").count()) === 0, "a mark goes with its word");
  await page.getByRole("link", { name: "取消" }).click();
  house.holds(page.url().endsWith("/edit"), "what is not saved is asked about, and not lost");
  await button(page, "保存并送审").click();
  await state(page, "待内容审");
  house.holds(true, "it is mended and handed in by one press");
}

async function takesBack(house, page) {
  await button(page, "撤回送审").click();
  await state(page, "草稿");
  await button(page, "送审").click();
  await state(page, "待内容审");
  await button(page, "撤销").click();
  await state(page, "草稿");
  house.holds(true, "handing in is taken back, by the notice and by its button");
  await house.isSound(page, "content");
}

async function meetsAnother(house, page) {
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await text(page).fill("{客户昵称}，今年的春茶已经到店。");
  const id = /content\/(\w+)\//.exec(page.url())[1];
  const other = await house.signedIn("lily", LIST);
  const { latest } = await asAsked(other, "GET", `/content-items/${id}`);
  await asAsked(other, "POST", `/content-items/${id}/versions`, { based_on: latest, text: "{{customer_name}}，春茶到了，欢迎来试。" });
  await other.close();
  await button(page, "存为草稿").click();
  await page.getByRole("alert").getByText("刚刚保存了新版本").waitFor();
  await page.locator(".theirs ins").first().waitFor();
  house.holds((await text(page).inputValue()).includes("已经到店"), "somebody else's change is shown, and what was typed stays");
  await house.isSound(page, "content changed meanwhile");
  await button(page, "存为草稿").click();
  await state(page, "草稿");
}

async function compares(house, page) {
  await page.locator(".history ins").first().waitFor();
  await page.getByLabel("较早的版本").selectOption({ label: "第 1 版" });
  await page.locator(".history del", { hasText: "第一" }).waitFor();
  house.holds(true, "any two versions are compared word by word");
}

async function putsAway(house, page, name) {
  await button(page, "改名").click();
  await page.getByRole("dialog").getByLabel("名称").fill(`${name} 改`);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: `${name} 改` }).waitFor();
  await button(page, "撤销").click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  await button(page, "归档").click();
  await page.locator(".head .state", { hasText: "已归档" }).waitFor();
  await button(page, "撤销").click();
  await button(page, "归档").waitFor();
  house.holds(true, "a name and the archive are taken back by one press");
  await page.getByRole("link", { name: "复制一份" }).click();
  await page.waitForFunction(() => document.querySelector("textarea")?.value.includes("已经到店"));
  house.holds(true, "a copy begins as the other is");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/content-items?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/content-items?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  await page.getByRole("searchbox").fill("没有这样的素材");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的素材。").waitFor();
  await house.isSound(page, "no content");
  await button(page, "清除条件").click();
  await page.getByLabel("最新版本").selectOption("draft");
  await page.waitForURL(/status=draft/);
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "content is found by its state, and the address says by which");
}

async function onThePhone(house, name) {
  const phone = await house.signedIn("ming", `${LIST}?q=${encodeURIComponent(name)}`, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "content list");
  await phone.locator("tbody a").first().click();
  await phone.locator(".phone .bubble").waitFor();
  await house.isSound(phone, "content");
  await phone.getByRole("link", { name: "修改", exact: true }).click();
  await text(phone).waitFor();
  await house.isSound(phone, "content form");
}
