/** 回复质量 reply-quality: who answers least and latest, by day and store, without figures; as a file; what each has on their hands; no connection. */
import { readFileSync } from "node:fs";

import { button, DESK, PHONE } from "./house.mjs";

const [PAGE, REPLIES, LOADS] = ["/console/reply-quality", "**/admin/v1/reply-quality?*", "**/admin/v1/staff-loads?*"];
const rows = (page) => page.locator("tbody tr");

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, PAGE);
  await desk.getByText("还没有读过。").first().waitFor();
  house.holds(await desk.getByText("企业微信次日才给出一天的数字").isVisible(), "before the first morning it says when figures come, and from whom");
  await house.isSound(desk, "reply quality not yet");
  await desk.route(REPLIES, ofAWeek);
  await isOfPeople(house, desk);
  await isOfDays(house, desk);
  await isOfLoads(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, PAGE, PHONE);
  await phone.route(REPLIES, ofAWeek);
  await phone.reload();
  await rows(phone).first().waitFor();
  await house.isSound(phone, "reply quality");
  await phone.getByRole("link", { name: "负载" }).click();
  await phone.getByText("截至").waitFor();
  await house.isSound(phone, "loads");
  const abroad = await house.signedIn(asked.owner, `${PAGE}/loads`, DESK, "en-GB");
  await rows(abroad).first().waitFor();
  await house.isSound(abroad, "loads in English");
  await abroad.route(REPLIES, ofAWeek);
  await abroad.getByRole("link", { name: "Replies" }).click();
  await abroad.locator(".firsts").waitFor();
  await house.isSound(abroad, "reply quality in English");
  house.isQuiet();
}

async function isOfPeople(house, page) {
  await page.reload();
  await rows(page).first().waitFor();
  const first = await rows(page).first().innerText();
  house.holds(first.includes("王芳") && first.includes("52.4%"), "who answers least comes first", first);
  house.holds((await page.locator(".firsts strong").first().textContent()) === "52.4%", "and is told in big");
  await page.getByText(/没有数据的员工（\d+ 位）/).waitFor();
  await page.getByText("缺 ").first().waitFor();
  house.holds(true, "who has no figures is named, and the days that somebody lacks");
  await house.isSound(page, "reply quality");
  await page.getByLabel("先看").selectOption("slow");
  await page.waitForURL(/order=slow/);
  house.holds((await rows(page).first().innerText()).includes("2 小时 5 分"), "or who answers latest");
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "下载表格").click()]);
  const text = readFileSync(await file.path(), "utf8");
  house.holds(text.startsWith("\ufeff按员工,已回复占比") && text.includes(",125,") && file.suggestedFilename().startsWith("回复质量-按员工-"), "the table is a file that Excel opens", text.slice(0, 80));
}

async function isOfDays(house, page) {
  await button(page, "按天看 王芳").click();
  await page.waitForURL(/staff=wangfang/);
  await page.locator("td", { hasText: "没有数据" }).first().waitFor();
  house.holds((await rows(page).count()) === 7, "one of them is looked at day by day, also days without figures");
  await page.getByRole("button", { name: /^去掉条件/ }).click();
  await button(page, "按门店").click();
  await page.waitForURL(/by=store/);
  await page.locator("td", { hasText: "总部" }).waitFor();
  await button(page, "自选").click();
  await page.getByLabel("从", { exact: true }).fill("2020-01-01");
  await page.getByText("一次最多看 31 天，请缩短日期。").waitFor();
  house.holds(true, "too many days at once are refused at their field");
  await house.isSound(page, "reply quality of too long");
  await button(page, "近 7 天").click();
  await rows(page).first().waitFor();
}

async function isOfLoads(house, page) {
  await page.getByRole("link", { name: "负载" }).click();
  await page.getByText("截至").waitFor();
  house.holds((await rows(page).count()) > 1 && (await page.getByText("截至").isVisible()), "what each has on their hands stands beside the other, and as of when");
  house.holds(await page.getByText("未完成的跟进数", { exact: true }).isVisible(), "with what each figure is");
  await house.isSound(page, "loads");
  await page.getByLabel("员工", { exact: true }).selectOption({ index: 1 });
  await page.waitForURL(/staff=/);
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1 || document.querySelector(".listed-empty"));
  house.holds(true, "and one of them alone");
}

async function meetsTrouble(house, page) {
  await page.route(LOADS, (route) => route.abort());
  await page.goto(`${house.asked.url}${PAGE}/loads`);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute(LOADS);
  await button(page, "重试").click();
  await rows(page).first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}

/** A week as the morning reads it, which no browser waits for: of two people, one of whom lacks a day. */
async function ofAWeek(route) {
  const asked = new URL(route.request().url()).searchParams;
  const [since, until, by] = [asked.get("since"), asked.get("until"), asked.get("by") ?? "staff"];
  const none = { staff: null, store_id: null, store_name: "", day: null, days: 7, missing_days: [], chats: 40, messages: 180, reply_percent: 91.25, first_reply_minutes: 3.5, negative_feedback: 0, new_applies: 2, new_contacts: 5 };
  const wang = { ...none, staff: { userid: "wangfang", name: "王芳" }, days: 6, missing_days: [until], chats: 62, messages: 240, reply_percent: 52.4, first_reply_minutes: 18.2, negative_feedback: 2 };
  const items = {
    staff: [{ ...none, staff: { userid: "liming", name: "李明" } }, wang, { ...none, staff: { userid: "zhao", name: "赵一" }, chats: 8, first_reply_minutes: 125, reply_percent: 80 }],
    store: [none, { ...none, store_id: "s1", store_name: "人民广场店", reply_percent: null, first_reply_minutes: null }],
    day: [{ ...none, day: since, days: 1 }, { ...none, day: until, days: 1, first_reply_minutes: 0.4 }],
  }[by];
  const definitions = [{ field: "chats", zh: "聊天总数：员工主动发送过消息的单聊数", en: "Chats with one customer in which the member of staff wrote" }];
  await route.fulfill({ json: { since, until, by, read_until: until, missing_days: [], items, definitions } });
}
