/** 标签 tags: a group made and taken back, a tag renamed at both ends and back, counted, merged, deleted with what it touches told first. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/tags";

export async function play(house) {
  const desk = await house.signedIn(house.asked.owner, LIST);
  await desk.locator("main table, main .empty").first().waitFor();
  const name = `口味 ${house.asked.mark}`;
  const tag = `绿茶 ${house.asked.mark}`;
  await makes(house, desk, name, tag);
  await renames(house, desk, tag);
  await isCarried(house, desk, tag);
  await merges(house, desk, tag);
  await finds(house, desk, name);
  house.isQuiet(400, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, name);
  await inEnglish(house, name);
  house.isQuiet();
  await goes(house, desk, name);
  house.isQuiet(422);
}

const group = (page, name) => page.getByRole("navigation", { name: "标签组" }).getByRole("button", { name });
const line = (page, tag) => page.getByRole("row", { name: tag });
const told = (page, text) => page.locator(".notices", { hasText: text }).waitFor();

async function makes(house, page, name, tag) {
  await button(page, "新建标签组").click();
  await button(page, "建好").click();
  await inForm(page).locator(".field .wrong").first().waitFor();
  await house.isSound(page, "tag group refused");
  await inForm(page).getByLabel("标签组名称").fill(name);
  await inForm(page).getByLabel("标签，一行一个").fill(`${tag}\n红茶 ${house.asked.mark}、花茶 ${house.asked.mark}`);
  await inForm(page).getByText("将有 3 个标签").waitFor();
  await button(page, "建好").click();
  await page.getByRole("heading", { level: 2, name }).waitFor();
  await line(page, tag).getByText("0 人").waitFor();
  house.holds(true, "a group is made with its tags, and each is counted");
  await button(page, "加标签").click();
  await inForm(page).getByLabel("标签，一行一个").fill(`手误 ${house.asked.mark}`);
  await button(page, "加上").click();
  await line(page, "手误").waitFor();
  await button(page, "撤销").click();
  await told(page, "已删除「手误");
  await line(page, "手误").waitFor({ state: "detached" });
  house.holds(true, "a tag made by a slip is taken back, at WeCom too");
}

async function renames(house, page, tag) {
  await page.getByRole("button", { name: `给「${tag}」改名` }).click();
  await inForm(page).getByLabel("新名称").fill(`红茶 ${house.asked.mark}`);
  await inForm(page).getByRole("button", { name: "改名" }).click();
  await inForm(page).locator(".field .wrong").waitFor();
  house.holds(true, "a name that is taken is refused at its field");
  await house.isSound(page, "tag name refused");
  await inForm(page).getByLabel("新名称").fill(`${tag} 新`);
  await inForm(page).getByRole("button", { name: "改名" }).click();
  await told(page, `已改名为「${tag} 新」`);
  await line(page, `${tag} 新`).waitFor();
  await button(page, "撤销").click();
  await told(page, `已改名为「${tag}」`);
  await page.getByRole("button", { name: `给「${tag}」改名` }).waitFor();
  await page.locator(".works", { hasText: `标签改名「${tag}」→「${tag} 新」` }).waitFor();
  house.holds(true, "a tag is renamed as one looks on, and called as before by 撤销; what was done is listed with its names");
}

/** A member gets the tag on their own page. */
async function isCarried(house, page, tag) {
  await page.goto(`${house.asked.url}/console/members`);
  await page.locator("tbody a").first().click();
  await page.locator(".tags select").selectOption(tag);
  await told(page, tag);
  await page.goto(`${house.asked.url}${LIST}`);
  await group(page, "口味").filter({ hasText: house.asked.mark }).click();
  const many = line(page, tag).getByRole("link");
  for (let looked = 0; looked < 20 && (await many.count()) === 0; looked += 1) {
    await page.waitForTimeout(700);
    await page.reload();
    await line(page, tag).getByText(/人/).waitFor();
  }
  await many.click();
  await page.waitForURL(/members\?tag=/);
  await page.locator("tbody tr").first().waitFor();
  house.holds((await page.locator("tbody tr").count()) === 1, "the number leads to who carries it");
  await page.goBack();
}

async function merges(house, page, tag) {
  await page.getByRole("button", { name: `合并「${tag}」` }).click();
  await inForm(page).getByText("1 名会员").waitFor();
  await inForm(page).getByLabel("合并到哪个标签").selectOption({ label: `红茶 ${house.asked.mark}` });
  await inForm(page).getByRole("button", { name: "合并", exact: true }).click();
  await inForm(page).getByLabel("不寻常，但确认无误").check();
  await house.isSound(page, "tag merged asked");
  await inForm(page).getByRole("button", { name: "合并", exact: true }).click();
  await told(page, `「${tag}」已合并到`);
  await line(page, tag).waitFor({ state: "detached" });
  await line(page, "红茶").getByText("1 人").waitFor();
  house.holds(true, "two tags become one, after what uses it was told, and nobody loses theirs");
  await house.isSound(page, "tags");
}

async function finds(house, page, name) {
  await page.getByRole("searchbox").fill("花茶");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForURL(/q=/);
  house.holds((await page.locator("tbody tr").count()) >= 1, "a tag is found by its name, with its group");
  await page.getByRole("searchbox").fill("没有这样的标签");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有叫这个名字的").waitFor();
  await button(page, "清除条件").click();
  await group(page, name).waitFor();
}

async function meetsTrouble(house, page) {
  await page.route("**/counts?*", (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  house.holds((await page.locator("tbody tr").count()) > 0, "without the numbers the tags are there");
  await house.isSound(page, "tags uncounted");
  await page.unroute("**/counts?*");
  await button(page, "重试").click();
  await page.locator("td.many").first().waitFor();
}

async function onThePhone(house, name) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.getByLabel("标签组", { exact: true }).last().selectOption({ label: `${name} · 2 个标签` });
  await phone.getByRole("heading", { level: 2, name }).waitFor();
  await house.isSound(phone, "tags");
  await phone.getByRole("button", { name: "删除「花茶" }).click();
  await inForm(phone).getByText("没有会员、活码或群发在用它。").waitFor();
  await house.isSound(phone, "tag deleted");
}

async function inEnglish(house) {
  const abroad = await house.signedIn(house.asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "tags in English");
}

async function goes(house, page, name) {
  await group(page, name).click();
  await page.getByRole("heading", { level: 2, name }).waitFor();
  await button(page, "删除整组").click();
  await inForm(page).getByRole("button", { name: "删除" }).click();
  await inForm(page).getByLabel("不寻常，但确认无误").check();
  await inForm(page).getByRole("button", { name: "删除" }).click();
  await told(page, `已删除「${name}」`);
  await group(page, name).waitFor({ state: "detached" });
  house.holds(true, "a group goes with its tags, after who carries them was told");
}
