/** 话术库 scripts: written into a category, mended and handed in, moved and taken out with a way back, found, what staff see of it, no connection. */
import { staffed } from "./content-staff.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const [LIST, SCRIPTS] = ["/console/scripts", "**/admin/v1/scripts?*"];
const text = (page) => page.getByLabel(/^文字/);
const line = (page, name) => page.locator("tbody tr", { hasText: name });

export async function play(house) {
  const { asked } = house;
  await staffed(house);
  const [name, category] = [`觉得贵 ${asked.mark}`, `异议${asked.mark}`];
  const desk = await house.signedIn("ming", LIST);
  const at = await isWritten(house, desk, name, category);
  await isMoved(house, desk, name, category);
  await isTakenOut(house, desk, name);
  await comesFromContent(house, desk, name);
  house.isQuiet();
  await meetsTrouble(house, desk, category);
  house.messages.length = 0;
  const phone = await house.signedIn("ming", `${LIST}?q=${encodeURIComponent(name)}`, PHONE);
  await line(phone, name).waitFor();
  await house.isSound(phone, "scripts");
  await line(phone, name).getByRole("link").first().click();
  await phone.locator(".side").waitFor();
  await house.isSound(phone, "script");
  const abroad = await house.signedIn(asked.owner, at, DESK, "en-GB");
  await abroad.getByRole("heading", { name: "What staff see in the side bar" }).waitFor();
  await house.isSound(abroad, "script in English");
  house.isQuiet();
}

async function isWritten(house, page, name, category) {
  await page.getByRole("link", { name: "写话术" }).first().click();
  await page.getByRole("heading", { level: 1, name: "写话术" }).waitFor();
  await page.getByLabel("分类", { exact: true }).fill(category);
  await page.getByLabel("下一级分类").fill("价格");
  page.once("dialog", (asks) => asks.dismiss());
  await page.getByRole("link", { name: "取消" }).click();
  house.holds(/\/new/.test(page.url()), "a category that is not saved is asked about, and not lost");
  await page.getByLabel("名称").fill(name);
  await text(page).fill("您说得对，这是第一好茶。");
  await house.isSound(page, "new script");
  await button(page, "保存并送审").click();
  await page.waitForURL(/\/scripts\/\w+\/edit$/);
  await page.locator("mark", { hasText: "第一" }).waitFor();
  await text(page).fill("{客户昵称}，您先拿小罐试试，不合口味可以退。");
  await button(page, "保存并送审").click();
  await page.getByText("待内容审，看不到").waitFor();
  house.holds(await page.getByText("现在看不到这一条。").isVisible(), "a script is written into a category, mended and handed in; it says that staff do not see it yet");
  await button(page, "撤销").click();
  await page.getByText("草稿，看不到").waitFor();
  await page.locator(".head").getByRole("button", { name: "送审", exact: true }).click();
  await page.getByText("待内容审，看不到").waitFor();
  await house.isSound(page, "script");
  return new URL(page.url()).pathname;
}

async function isMoved(house, page, name, category) {
  await button(page, "换分类").click();
  await inForm(page).getByLabel("下一级分类").fill("犹豫");
  await house.isSound(page, "script to move");
  await button(page, "放好").click();
  await page.getByText(`「${name}」已放进「${category} › 犹豫」`).waitFor();
  await button(page, "撤销").click();
  await page.getByRole("link", { name: `${category} › 价格` }).click();
  await line(page, name).waitFor();
  house.holds(new URL(page.url()).searchParams.get("category") === category, "it is moved and moved back, and its category is a press away");
  await button(page, "看得到").click();
  await page.getByText("没有符合条件的话术。").waitFor();
  await button(page, "看不到").click();
  await line(page, name).waitFor();
  house.holds(await page.locator(".shelves").getByRole("button", { name: new RegExp(`${category} 1`) }).isVisible(), "scripts are found by whether staff see them; each shelf says how many it holds");
  await house.isSound(page, "scripts");
}

async function isTakenOut(house, page, name) {
  await page.getByRole("button", { name: `把「${name}」移出话术库` }).click();
  await line(page, name).waitFor({ state: "detached" });
  await button(page, "撤销").click();
  await line(page, name).waitFor();
  house.holds(true, "what was taken out comes back by one press");
}

async function comesFromContent(house, page, name) {
  await page.getByRole("button", { name: `把「${name}」移出话术库` }).click();
  await line(page, name).waitFor({ state: "detached" });
  await button(page, "从素材放入").click();
  const form = inForm(page);
  await form.getByRole("searchbox").fill(name);
  await form.getByRole("searchbox").press("Enter");
  await form.getByRole("radio", { name }).check();
  await house.isSound(page, "content to put in");
  await button(page, "放好").click();
  await line(page, name).waitFor();
  house.holds(true, "content that is written is put into the library by its name");
}

async function meetsTrouble(house, page, category) {
  await page.route(SCRIPTS, (route) => route.abort());
  await page.goto(`${house.asked.url}${LIST}?category=${encodeURIComponent(category)}`);
  await page.getByText("没有连上，请检查网络后重试。").first().waitFor();
  await page.unroute(SCRIPTS);
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
