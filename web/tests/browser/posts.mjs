/** 定时群发 posts: made in three steps with their forecast, refused and asked about, changed under somebody else's hands,
 *  stopped and taken up again, seen in the month; and one that goes out at once. */
import { asAsked, staffed } from "./content-staff.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/posts";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  await desk.locator("tbody tr, .listed-empty").first().waitFor();
  await house.isSound(desk, "posts");
  const content = await approved(house, desk, `周末好茶 ${asked.mark}`);
  await sendsNow(house, desk, content, `马上发 ${asked.mark}`);
  const name = `每周好茶 ${asked.mark}`;
  await makes(house, desk, content, name);
  await meetsAnother(house, desk);
  await findsAndStops(house, desk, name);
  await looksAtTheMonth(house, desk, name);
  await cancels(house, desk);
  house.isQuiet(404, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, name);
  await inEnglish(house);
  house.isQuiet(404);
}

/** Content that three people passed: how they do it is seen elsewhere. */
async function approved(house, owner, name) {
  await staffed(house);
  const writer = await house.signedIn("ming", LIST);
  const text = "{{staff_name}}：本周好茶到店，会员满 100 减 {{money_1}}。";
  const variables = [{ type: "money", name: "money_1", fallback: 2000 }];
  const { item_id } = await asAsked(writer, "POST", "/content-items", { name, text, variables });
  const version = `/content-items/${item_id}/versions/1`;
  await asAsked(writer, "POST", `${version}/submissions`);
  await writer.context().close();
  for (const [userid, stage] of [["lily", "content"], ["hui", "compliance"]]) {
    const page = await house.signedIn(userid, LIST);
    await asAsked(page, "POST", `${version}/reviews`, { stage, verdict: "passed" });
    await page.context().close();
  }
  const seen = await asAsked(owner, "POST", `${version}/reviews`, { stage: "business", verdict: "passed" });
  house.holds(seen.may_be_sent, "there is content that may be sent");
  return name;
}

async function chooses(page, content) {
  await page.getByRole("searchbox", { name: "按名称查找已审核的素材" }).fill(content);
  await page.getByRole("searchbox", { name: "按名称查找已审核的素材" }).press("Enter");
  await page.locator("#step-content li button", { hasText: content }).click();
  await page.locator(".phone .bubble", { hasText: "本周好茶到店" }).waitFor();
}

/** Comes first: the minute's tick begins it while other rooms are looked at (posts-sent.mjs). */
async function sendsNow(house, page, content, name) {
  await page.getByRole("link", { name: "新建群发" }).first().click();
  await page.getByRole("heading", { level: 2, name: "发给谁" }).waitFor();
  await button(page, "定时发送").click();
  house.holds(await page.getByLabel("群发名称（顾客看不到）").evaluate((field) => field.matches(":invalid")), "a post without a name is not sent");
  await page.getByLabel("群发名称（顾客看不到）").fill(name);
  await button(page, "定时发送").click();
  await page.getByText("请选一个素材").waitFor();
  house.holds(true, "nor one without content, and it says where");
  await house.isSound(page, "post form empty");
  await chooses(page, content);
  await page.getByText("改写 1 处可变内容").click();
  await page.locator(".values input").fill("30");
  await page.locator(".phone .bubble", { hasText: "满 100 减 ¥30.00。" }).waitFor();
  house.holds(true, "what is typed for a variable stands on the phone beside it");
  await page.locator(".box .figure strong").waitFor();
  await page.locator(".box[aria-busy=false]").waitFor();
  house.holds(Number(await page.locator(".box .figure strong").textContent()) > 0, "before it is made it says how many will get it");
  await page.getByLabel("马上").check();
  await page.locator(".will", { hasText: "约一分钟内" }).waitFor();
  await button(page, "马上发送").click();
  await meansIt(page, "马上发送");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  house.holds(true, "and it is on its way");
  await page.getByText("还没有到发送时间").waitFor();
  await house.isSound(page, "post to come");
}

/** At night everybody is asked about; by day it is not. */
async function meansIt(page, again) {
  const heading = page.getByRole("heading", { level: 1 }).filter({ hasNotText: "新建群发" });
  const meant = page.getByLabel("不寻常，但确认无误");
  await heading.or(meant).first().waitFor();
  if ((await meant.count()) === 0) return;
  await meant.check();
  await button(page, again).click();
}

async function makes(house, page, content, name) {
  await page.goto(`${house.asked.url}/console/posts/new`);
  await chooses(page, content);
  await page.getByLabel("群发名称（顾客看不到）").fill(name);
  await page.getByLabel("按条件选").check();
  await button(page, "选择 有任一标签").click();
  await page.locator(".offered .check input").first().check();
  await button(page, "收起 有任一标签").click();
  await page.locator(".chips li").first().waitFor();
  await page.locator(".box[aria-busy=false] .figure strong").waitFor();
  house.holds(true, "narrowed by a tag, the forecast follows");
  await page.getByLabel("发送时间", { exact: true }).fill("2026-01-05T10:00");
  await button(page, "定时发送").click();
  await page.locator(".field .wrong").first().waitFor();
  house.holds((await page.locator(".field .wrong").first().textContent()).includes("晚于现在"), "a time that has passed is refused at its field");
  await house.isSound(page, "post form refused");
  await page.getByLabel("重复发送").check();
  await page.getByLabel("周一", { exact: true }).check();
  await page.getByLabel("周四", { exact: true }).check();
  for (const day of ["周二", "周三", "周五", "周六", "周日"]) await page.getByLabel(day, { exact: true }).uncheck();
  await page.getByLabel("几点").fill("10:30");
  await page.locator(".told strong", { hasText: "每周一、周四 10:30" }).waitFor();
  house.holds((await page.locator(".told li").count()) === 5, "plain choices are read back in words, with the next five times");
  await house.isSound(page, "post form");
  await button(page, "保存并排期").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator(".facts", { hasText: "每周一、周四 10:30" }).waitFor();
  house.holds((await page.locator(".facts ol li").count()) === 5, "its page says to whom, when, and when next");
  await house.isSound(page, "post");
}

async function meetsAnother(house, page) {
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.locator(".phone .bubble").first().waitFor();
  await page.getByText("结束时间与速度").click();
  await page.getByLabel("几小时后结束（不填为 72）").fill("24");
  const path = `/posts/${new URL(page.url()).pathname.split("/").at(-2)}`;
  const { name: called, content, audience, schedule, revision } = await asAsked(page, "GET", path);
  await asAsked(page, "PUT", path, { name: called, content, audience, schedule, revision, per_minute: 20 });
  await button(page, "保存修改").click();
  await page.getByText("别人刚改过这个群发").waitFor();
  house.holds((await page.getByLabel("几小时后结束（不填为 72）").inputValue()) === "24", "it says so, and what was typed stays");
  await button(page, "保存修改").click();
  await page.locator(".facts", { hasText: "开始 24 小时后结束" }).waitFor();
  house.holds(true, "saved once more it is there");
}

async function findsAndStops(house, page, name) {
  await page.goto(house.asked.url + LIST);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.locator("tbody").getByRole("button", { name: "暂停" }).click();
  await page.locator("tbody .state", { hasText: "已暂停" }).waitFor();
  await house.isSound(page, "posts paused");
  await button(page, "撤销").click();
  await page.locator("tbody .state", { hasText: "待发送" }).waitFor();
  house.holds(true, "it is found by its name, paused where it stands, and taken back by one press");
  await page.getByRole("searchbox").fill("没有这样的群发");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的群发。").waitFor();
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
}

async function looksAtTheMonth(house, page, name) {
  await page.getByRole("link", { name: "日历" }).click();
  await page.locator("td li a").first().waitFor();
  await button(page, "下个月").click();
  await page.locator("td li a", { hasText: name }).first().waitFor();
  house.holds((await page.locator("td:not(.other) li a", { hasText: name }).count()) >= 8, "a month shows each day on which it goes out");
  await house.isSound(page, "posts by month");
  await page.locator("td li a", { hasText: name }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor();
  house.holds(true, "and leads to it by the keyboard");
}

async function cancels(house, page) {
  await button(page, "取消群发").click();
  await inForm(page).getByText("以后的时间都不再发送").waitFor();
  await house.isSound(page, "post asked about");
  await inForm(page).getByRole("button", { name: "取消群发" }).click();
  await page.locator(".state", { hasText: "已取消" }).first().waitFor();
  house.holds(true, "what cannot be taken back says what it does before it is done");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/posts?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/posts?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection the list of posts says so, and one press tries again");
}

async function onThePhone(house, name) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "posts");
  await phone.locator("tbody a", { hasText: name }).first().click();
  await phone.locator(".facts").waitFor();
  await house.isSound(phone, "post");
  await phone.getByRole("link", { name: "复制" }).click();
  await phone.locator(".phone .bubble").first().waitFor();
  await house.isSound(phone, "post form");
  await phone.goto(`${house.asked.url}/console/posts/calendar`);
  await phone.locator("td li a").first().waitFor();
  await house.isSound(phone, "posts by month");
}

async function inEnglish(house) {
  const abroad = await house.signedIn(house.asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "posts in English");
  await abroad.getByRole("link", { name: "New post" }).first().click();
  await abroad.getByRole("heading", { level: 2, name: "To whom" }).waitFor();
  await house.isSound(abroad, "post form in English");
}
