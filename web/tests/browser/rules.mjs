/** 规则 rules: a cap, quiet hours and a forbidden word, each said in a sentence, tried, saved and taken back; approval by one press. */
import { button, DESK, PHONE } from "./house.mjs";

const PAGE = "/console/rules";

export async function play(house) {
  const desk = await house.signedIn(house.asked.owner, PAGE);
  await desk.getByLabel("自己的禁用词，一行一个").waitFor();
  await limits(house, desk);
  await approves(house, desk);
  await forbids(house, desk);
  await losesNothing(house, desk);
  house.isQuiet(400, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await elsewhere(house);
  house.isQuiet();
}

const told = (page, text) => page.locator(".notices", { hasText: text }).waitFor();
const at = (page, path) => page.evaluate(async (to) => await (await fetch(`/admin/v1/${to}`, { headers: { "X-Siyu-Console": "1" } })).json(), path);

/** The rules themselves, whoever set them. */
const saying = ({ quota, cap, quiet_hours }) => JSON.stringify({ quota, cap, quiet_hours });

async function limits(house, page) {
  const before = saying(await at(page, "post-rules"));
  await page.getByLabel("再少发一些：设自己的上限").check();
  await page.getByLabel("多少天内（含今天）").fill("5");
  await page.getByLabel("最多几条").fill("3");
  await page.getByText("每位顾客 5 天内最多收到 3 条").waitFor();
  await page.getByLabel("设静默时段").check();
  await page.getByLabel("从几点").fill("08:00");
  await page.getByLabel("到几点").fill("08:00");
  await button(page, "保存发送规则").click();
  await page.locator(".field .wrong", { hasText: "不能相同" }).waitFor();
  await house.isSound(page, "rules refused");
  await page.getByLabel("从几点").fill("22:00");
  await page.getByText("22:00 到次日 08:00 不发").waitFor();
  await button(page, "保存发送规则").click();
  await told(page, "规则已保存");
  const now = await at(page, "post-rules");
  await house.isSound(page, "rules");
  house.holds(now.cap.count === 3 && now.cap.days === 5 && now.quiet_hours.from === "22:00", "a cap and quiet hours are said in sentences and saved", JSON.stringify(now));
  await button(page, "撤销").click();
  await told(page, "已改回原来的规则");
  house.holds(saying(await at(page, "post-rules")) === before, "and taken back by a press");
}

async function approves(house, page) {
  await button(page, "要求他人审批").click();
  await told(page, "群发现在要他人审批");
  await page.getByText("每个群发都要另一个人批准后才会发出。").waitFor();
  await button(page, "撤销").click();
  await button(page, "要求他人审批").waitFor();
  house.holds((await at(page, "post-approval")).is_needed === false, "approval is asked for by one press, and not any more by another");
}

async function forbids(house, page) {
  const word = `茶庄${house.asked.mark}`;
  await page.getByLabel("自己的禁用词，一行一个").fill(word);
  await page.getByLabel("先试一段文字").fill(`比 茶 庄${house.asked.mark} 便宜`);
  await page.getByText(`会被拦下：${word}`).waitFor();
  house.holds(true, "a text is tried on a word before it is saved, also where blanks hide it");
  await page.getByLabel("链接只允许这些域名").fill("https://shop.example.com/a");
  await button(page, "保存文案规则").click();
  await page.locator(".field .wrong").first().waitFor();
  await house.isSound(page, "rules of texts refused");
  await page.getByLabel("链接只允许这些域名").fill("");
  await button(page, "保存文案规则").click();
  await told(page, "规则已保存");
  house.holds((await at(page, "content-rules")).extra_words.includes(word), "an address is no host; the word is saved");
  await button(page, "撤销").click();
  await told(page, "已改回原来的规则");
}

/** Two windows of the same rules. */
async function losesNothing(house, page) {
  const other = await house.signedIn(house.asked.owner, PAGE);
  await page.reload();
  await page.getByLabel("自己的禁用词，一行一个").fill("甲庄");
  await other.getByLabel("链接只允许这些域名").fill("shop.example.com");
  await button(other, "保存文案规则").click();
  await told(other, "规则已保存");
  await button(page, "保存文案规则").click();
  await page.getByText("同事刚刚也改了这里").waitFor();
  await house.isSound(page, "rules changed meanwhile");
  house.holds((await page.getByLabel("链接只允许这些域名").inputValue()) === "shop.example.com", "what another window saved is seen, and what was typed is still there");
  await page.getByLabel("自己的禁用词，一行一个").fill("");
  await page.getByLabel("链接只允许这些域名").fill("");
  await other.reload();
  await other.getByLabel("自己的禁用词，一行一个").fill("乙庄");
  await button(page, "保存文案规则").click();
  await told(page, "规则已保存");
  await button(other, "保存文案规则").click();
  await other.getByText("同事刚刚也改了这里").waitFor();
  await button(other, "保存文案规则").click();
  await told(other, "规则已保存");
  await button(page, "撤销").click();
  await told(page, "没有覆盖");
  await page.waitForFunction(() => document.querySelector("textarea")?.value === "乙庄");
  house.holds(true, "an undo goes over nothing that another window saved since, and shows it");
  await page.getByLabel("自己的禁用词，一行一个").fill("");
  await button(page, "保存文案规则").click();
  await told(page, "规则已保存");
  await other.context().close();
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/post-rules", (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.getByLabel("自己的禁用词，一行一个").waitFor();
  await house.isSound(page, "rules unreachable in part");
  await page.unroute("**/admin/v1/post-rules");
  await button(page, "重试").click();
  await button(page, "保存发送规则").waitFor();
  house.holds(true, "one part that does not come leaves the others");
}

async function elsewhere(house) {
  const small = await house.signedIn(house.asked.owner, PAGE, PHONE);
  await small.getByLabel("自己的禁用词，一行一个").waitFor();
  await house.isSound(small, "rules");
  const abroad = await house.signedIn(house.asked.owner, PAGE, DESK, "en-GB");
  await abroad.getByLabel("Your own words, one a line").waitFor();
  await house.isSound(abroad, "rules in English");
}
