/** 今日 today: where one lands; what waits and how yesterday went; renewed by itself; a kind that fails alone, no connection. */
import { button, DESK, PHONE } from "./house.mjs";

const TODO = "**/admin/v1/todo";
const NUMBERS = "**/admin/v1/numbers?*";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner);
  await desk.waitForURL(/\/console\/today$/);
  await desk.locator(".figures").waitFor();
  house.holds((await desk.locator(".figures > div").count()) === 5, "the morning begins with what waits, and yesterday from a scan to money");
  await house.isSound(desk, "today");
  house.isQuiet();
  await renewsItself(house, desk);
  house.messages.length = 0;
  await failsAlone(house, desk);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, "/console/today", PHONE);
  await phone.locator(".figures").waitFor();
  await house.isSound(phone, "today");
  const abroad = await house.signedIn(asked.owner, "/console/today", DESK, "en-GB");
  await abroad.locator(".figures").waitFor();
  await house.isSound(abroad, "today in English");
  house.isQuiet();
}

async function renewsItself(house, page) {
  const comeBack = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const both = Promise.all([page.waitForResponse(TODO), page.waitForResponse(NUMBERS)]);
  await comeBack();
  await both;
  await page.route(NUMBERS, (route) => route.abort());
  await comeBack();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  house.holds((await page.locator(".figures > div").count()) === 5, "it renews itself, and keeps the numbers that it has");
  await page.unroute(NUMBERS);
  await button(page, "重试").click();
  await page.locator(".bars .plot, .bars p.soft").first().waitFor();
}

async function failsAlone(house, page) {
  const thing = { id: "c1", name: "入会券", note: "3 / 100", note_en: "3 / 100" };
  const well = { kind: "coupons_low", zh: "优惠券库存不足一成", en: "Coupons nearly given out", count: 25, is_more: true, first: [thing], path: "/x", problem: null };
  const ill = { ...well, kind: "money", zh: "支付、退款异常", en: "Money", count: 0, first: [], problem: { code: "X", zh: "暂时读不到，请稍后再试。", en: "Not now.", about: "" } };
  const setAside = { ...well, kind: "asides", zh: "企业微信消息被搁置", en: "Set aside", count: 1, is_more: false, first: [{ ...thing, id: "a1", name: "unreadable" }] };
  const body = { items: [ill, well, setAside], as_of: new Date().toISOString() };
  await page.route(TODO, (route) => route.fulfill({ json: body }));
  await page.reload();
  await page.getByText("暂时读不到").waitFor();
  house.holds((await page.locator(".item strong").first().textContent()) === "25+", "a kind that cannot be read says so alone");
  await page.getByRole("link", { name: "入会券" }).waitFor();
  const aside = page.locator(".item", { hasText: "企业微信消息被搁置" });
  house.holds((await aside.getByRole("link", { name: "读不懂的消息" }).getAttribute("href")) === "/console/asides", "what is known by a code alone is said in words, and leads to its page");
  await house.isSound(page, "today with what waits");
  await page.unroute(TODO);
}

async function meetsTrouble(house, page) {
  await page.route(TODO, (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "today unreachable");
  await page.unroute(TODO);
  await button(page, "重试").click();
  await page.locator(".cards, .calm").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
