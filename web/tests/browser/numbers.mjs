/** 数据 numbers: how it went beside the days before, by day, hour and thing; a file, a sheet of paper; what is refused and what is not known. */
import { readFileSync } from "node:fs";

import { button, DESK, PHONE } from "./house.mjs";

const NUMBERS = "**/admin/v1/numbers?*";
const tile = (page, name) => page.locator(".tiles button", { hasText: name });

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/numbers");
  await tile(desk, "新增好友").waitFor();
  await isOfToday(house, desk);
  await isOfOneThing(house, desk);
  house.isQuiet();
  await isRefused(house, desk);
  house.messages.length = 0;
  await desk.route(NUMBERS, ofAYear);
  await isBesideBefore(house, desk);
  await isTakenAway(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, "/console/numbers?range=today", PHONE);
  await phone.locator(".chart").waitFor();
  await house.isSound(phone, "numbers");
  const abroad = await house.signedIn(asked.owner, "/console/numbers?range=today&by=store", DESK, "en-GB");
  await abroad.locator(".tiles button").first().waitFor();
  await house.isSound(abroad, "numbers in English");
  house.isQuiet();
}

async function isOfToday(house, page) {
  await button(page, "今天").click();
  await page.waitForURL(/range=today/);
  await page.locator(".chart").waitFor();
  house.holds(Number(await tile(page, "新增好友").locator("strong").textContent()) > 0, "who came today is counted a moment later");
  await tile(page, "访问人数").click();
  await page.getByRole("heading", { name: "访问人数 · 按小时" }).waitFor();
  house.holds(/metric=visits/.test(page.url()), "a press draws another number, and the address says so");
  await house.isSound(page, "numbers of a day by the hour");
}

async function isOfOneThing(house, page) {
  await button(page, "券").click();
  await button(page, "按券").click();
  const name = page.locator(".lines tbody a").first();
  await name.waitFor();
  const at = page.url();
  const called = await name.textContent();
  await house.isSound(page, "numbers by coupon");
  await name.click();
  await page.waitForURL(/\/coupons\//);
  await page.goBack();
  await page.locator(".lines tbody a").first().waitFor();
  house.holds(page.url() === at, "a name leads to its page, and back everything is as it was");
  await page.getByRole("link", { name: `按天看 ${called}` }).click();
  await page.getByText(`只看优惠券：${called}`).first().waitFor();
  await button(page, `去掉条件「只看优惠券：${called}」`).click();
  await page.locator(".lines .drill").first().waitFor();
  house.holds(true, "one of them is looked at alone, and let go of again");
}

async function isRefused(house, page) {
  await page.goto(`${house.asked.url}/console/numbers?range=31&by=hour`);
  await page.getByText("时间范围最长 7 天").waitFor();
  await house.isSound(page, "numbers by the hour of too long");
  await button(page, "看近 7 天").click();
  await page.waitForURL(/range=7/);
  await page.getByText("时间范围最长 7 天").waitFor({ state: "detached" });
  house.holds(true, "hours of too many days are refused in words, and one press shows fewer");
  const on = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`${house.asked.url}/console/numbers?range=own&from=${on(-3)}&to=${on(2)}`);
  await page.locator(".own .wrong").waitFor();
  house.holds(true, "a day that is not yet is refused at its field");
}

async function isBesideBefore(house, page) {
  await page.goto(`${house.asked.url}/console/numbers?range=31`);
  await page.locator(".chart svg rect.before").first().waitFor();
  const said = await tile(page, "新增好友").locator(".beside").textContent();
  house.holds(/^比前 31 天多 [\d,]+（[\d.]+%）$/.test(said), "a difference is told in words and per cent", said);
  house.holds((await page.locator(".lines tbody tr").count()) === 32, "all days stand below, and their sum");
  await house.isSound(page, "numbers beside those before");
  await button(page, "比去年同期").click();
  await page.getByText("去年同期还没有数据").first().waitFor();
  house.holds(true, "days before the first that was counted are unknown, and not none");
  await page.goto(`${house.asked.url}/console/numbers?range=own&from=2026-01-01&to=2026-04-30`);
  await page.locator(".chart path.now").waitFor({ state: "attached" });
  await page.getByText("没有数据：还没有开始统计").waitFor();
  house.holds((await page.locator(".chart svg rect.now").count()) === 0, "more than a month is a line");
  await house.isSound(page, "numbers of months");
}

async function isTakenAway(house, page) {
  await page.goto(`${house.asked.url}/console/numbers?range=31&metric=net_adds`);
  await page.locator(".chart svg rect.now").first().waitFor({ state: "attached" });
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "下载表格").click()]);
  const text = readFileSync(await file.path(), "utf8");
  house.holds(text.startsWith("\ufeff日期,") && text.split("\r\n").length === 33 && file.suggestedFilename().startsWith("数据-引流-按天-"), "the table is a file that Excel opens", text.slice(0, 80));
  house.holds(text.includes(",-") && !text.includes("'-"), "a number below none stays a number in it");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1123 });
  house.holds(!(await page.locator("aside").isVisible()) && !(await button(page, "打印").isVisible()) && !(await page.locator(".tabs").first().isVisible()), "on paper there is nothing to press");
  await page.getByText("打印于").waitFor();
  house.holds((await page.locator(".lines thead th").evaluateAll((all) => all.filter((one) => one.offsetWidth > 0).length)) === 7, "on paper every column is there");
  await house.isSound(page, "numbers on paper");
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize(DESK);
}

async function meetsTrouble(house, page) {
  await page.unroute(NUMBERS);
  await page.route(NUMBERS, (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "numbers unreachable");
  await page.unroute(NUMBERS);
  await button(page, "重试").click();
  await tile(page, "新增好友").waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}

/** A shop that has been counted for months, with more each day; some end as friends, too. */
const BEGAN = "2026-02-10";
const NAMES = { visits: "访问人数", adds: "新增好友", half_adds: "待员工通过", losses: "流失", net_adds: "净增好友" };
async function ofAYear(route) {
  const asked = new URL(route.request().url()).searchParams;
  const [since, until, names] = [asked.get("from"), asked.get("to"), asked.get("metric").split(",")];
  const metrics = names.map((metric) => ({ metric, zh: NAMES[metric] ?? metric, en: metric, unit: "times", means_zh: "怎么算", means_en: "what is counted" }));
  const lines = [];
  for (let at = Date.parse(since); at <= Date.parse(until); at += 86_400_000) {
    const key = new Date(at).toISOString().slice(0, 10);
    lines.push({ key, name: "", figures: Object.fromEntries(names.map((name, place) => [name, { value: valueOn(key, name, place), p50_ms: null, p95_ms: null }])) });
  }
  const told = { since, until, by: asked.get("by"), metrics, lines, more: 0, as_of: new Date().toISOString(), recounted_until: until, counted_since: BEGAN };
  await route.fulfill({ json: told });
}

function valueOn(day, name, place) {
  if (day < BEGAN) return 0;
  const at = Math.round(Date.parse(day) / 86_400_000) - 20_000;
  const wave = Math.round(12 * Math.sin(at * 0.9 + place) + at / 20);
  return name === "net_adds" ? wave - 40 : Math.max(0, wave + 30 - place * 6);
}
