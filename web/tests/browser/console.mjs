/**
 * The console in a real browser against a running stack: what somebody does on each screen, at a desk and on a phone,
 * and that no screen breaks a policy, an accessibility rule or its own width.
 *
 *   node console.mjs '{"url": …, "sandbox": …, "corp": …, "corpId": …, "chromium": …, "pictures": …}'
 *
 * Prints a line for each thing that was seen to hold; ends with 1 at the first that does not.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

const asked = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const messages = [];

function holds(truth, what, seen = "") {
  if (!truth) throw new Error(`${what} ${seen}`);
  console.log(what);
}

async function control(path, body = {}) {
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return await (await fetch(asked.sandbox + path, init)).json();
}

/** A window of somebody who has signed in by scanning WeCom's page, and what it complained about. */
async function signedIn(browser, userid, size, language = "zh-CN") {
  const window = await browser.newContext({ viewport: size, locale: language, permissions: ["clipboard-read", "clipboard-write"] });
  const page = await window.newPage();
  page.on("console", (said) => said.type() === "error" && messages.push(`${page.url()}: ${said.text()}`));
  page.on("pageerror", (error) => messages.push(`${page.url()}: ${error.message}`));
  await page.goto(`${asked.url}/admin/v1/sign-in?corp=${asked.corp}&next=/console/live-codes`);
  const key = await page.locator('input[name="key"]').first().getAttribute("value");
  const { location } = await control(`/corps/${asked.corpId}/staff/${userid}/scan`, { key });
  await page.goto(location);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

/** Nothing is wider than the window, also after it changed; every rule of WCAG A and AA that a machine can judge holds. */
async function isSound(page, name) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width: width - 70, height });
  await page.setViewportSize({ width, height });
  const wide = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  holds(wide[0] === wide[1], `${name}: nothing is wider than the window`, wide);
  await page.evaluate(axe);
  const broken = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] });
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  });
  holds(broken.length === 0, `${name}: accessible as far as a machine can tell`, broken.join("; "));
  if (asked.pictures) await page.screenshot({ path: `${asked.pictures}/${name.replaceAll(" ", "-")}-${width}.png` });
}

const inForm = (page) => page.getByRole("dialog");
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function makes(page, name) {
  await button(page, "新建活码").click();
  await page.getByRole("dialog").waitFor();
  await button(page, "保存").click();
  holds(await inForm(page).getByLabel("名称").evaluate((field) => field.matches(":invalid")), "a live code without a name is not sent");
  await inForm(page).getByLabel("名称").fill(name);
  await page.getByRole("dialog").locator("ul button").first().click();
  await inForm(page).getByLabel("欢迎语文字").fill("您好，欢迎光临。");
  holds((await page.locator(".phone .bubble").last().textContent()) === "您好，欢迎光临。", "the phone beside it shows the welcome");
  await isSound(page, "live code form");
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  holds(/\/console\/live-codes\/\w+$/.test(page.url()), "a live code is made, and its page opens");
}

async function mends(page, name) {
  await button(page, "修改").click();
  await inForm(page).getByLabel("名称").fill(" ");
  await button(page, "保存").click();
  await page.getByRole("alert").waitFor();
  holds((await page.locator(".field .wrong").count()) > 0, "what is wrong is said at its field");
  await inForm(page).getByLabel("名称").fill(`${name}（新）`);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: `${name}（新）` }).waitFor();
  holds(true, "it is mended, and saved under its new name");
}

async function pausesAndTakesBack(page) {
  await button(page, "暂停").click();
  await page.locator(".state", { hasText: "已暂停" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "可用" }).waitFor();
  holds(true, "a pause is taken back by one press");
}

async function finds(page, name) {
  await page.goto(`${asked.url}/console/live-codes`);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.locator("tbody tr").first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  holds(new URL(page.url()).searchParams.get("q") === name, "what is looked for stands in the address");
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: name }).waitFor();
  await page.goBack();
  holds((await page.getByRole("searchbox").inputValue()) === name, "and is still there when one comes back");
  await page.getByRole("searchbox").fill("没有这样的活码");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的活码。").waitFor();
  await isSound(page, "no live code");
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
}

async function meetsTrouble(page) {
  await page.route("**/admin/v1/live-codes?*", (route) => route.abort());
  await page.goto(`${asked.url}/console/live-codes`);
  await page.getByText("没有连上，请检查网络后重试。").waitFor({ timeout: 20_000 });
  await isSound(page, "live codes unreachable");
  await page.unroute("**/admin/v1/live-codes?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  holds(true, "without a connection it says so, and one press tries again");
}

const browser = await chromium.launch({ executablePath: asked.chromium, args: ["--no-sandbox"] });
try {
  const desk = await signedIn(browser, asked.owner, DESK);
  const name = `门口立牌 ${asked.mark}`;
  await isSound(desk, "live codes");
  await makes(desk, name);
  await isSound(desk, "live code");
  await mends(desk, name);
  await pausesAndTakesBack(desk);
  await finds(desk, `${name}（新）`);
  const strict = messages.splice(0).filter((one) => !one.includes("status of 400"));
  holds(strict.length === 0, "no policy is broken and no error is met", strict.join("; "));
  await meetsTrouble(desk);

  const phone = await signedIn(browser, asked.owner, PHONE);
  await isSound(phone, "live codes");
  await phone.locator("tbody a").first().click();
  await phone.locator(".qr img").waitFor();
  await isSound(phone, "live code");
  await button(phone, "菜单").click();
  await isSound(phone, "menu");
  const abroad = await signedIn(browser, asked.owner, DESK, "en-GB");
  await abroad.getByRole("heading", { level: 1, name: "Live codes" }).waitFor();
  await isSound(abroad, "live codes in English");
  await button(abroad, "Sign out").click();
  await abroad.waitForURL(/wwlogin|sign-in/);
  holds(true, "whoever signs out is back at the door");

  const clerk = await signedIn(browser, asked.clerk, DESK);
  await clerk.locator("main p").first().waitFor();
  holds((await clerk.locator("nav a").count()) === 0, "who may open no screen has no menu, and reads whom to ask");
} finally {
  await browser.close();
}
