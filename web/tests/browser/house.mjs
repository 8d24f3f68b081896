/**
 * What the steps of every room stand on: windows of people who have signed in, and what holds on each page.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

import { ON_A_PHONE, PICTURES, SHOWN, taken } from "./pictures.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
/** How long one step may take: the stack starts a function anew now and then. */
const PATIENCE = 40_000;

/** A browser for one telling. asked: url, sandbox, bank, corp (key), corpId, mini (its appid), tick (where the minute's tick is
 *  asked to come at once), chromium, mark; owner, clerk (userids); pictures:
 *  a folder for each page as it looked; shown: the folder of those that operators' pages show (pictures.mjs); day: the
 *  number of the day whose rooms are played (console.mjs), '' for all. */
export class House {
  /** What the pages complained about: a broken policy, an error that nobody caught, an answer that is none. */
  messages = [];

  constructor(asked) {
    this.asked = asked;
  }

  async open() {
    this.browser = await chromium.launch({ executablePath: this.asked.chromium, args: ["--no-sandbox"] });
  }

  async close() {
    await this.browser?.close();
  }

  /** What every window shows now, as pictures beside the logs: for whoever asks why a step did not come. */
  async showAll() {
    const pages = this.browser.contexts().flatMap((window) => window.pages());
    for (const [number, page] of pages.entries()) {
      if (this.asked.failed) await page.screenshot({ path: `${this.asked.failed}/window-${number}.png` }).catch(() => undefined);
    }
    console.error(this.messages.slice(-5).join("\n"));
  }

  /** Says what was seen, or ends the telling. */
  holds(truth, what, seen = "") {
    if (!truth) throw new Error(`${what} ${seen}`);
    console.log(what);
  }

  /** Tells the sandbox's control door. */
  async control(path, body = {}) {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return await (await fetch(this.asked.sandbox + path, init)).json();
  }

  /** A window of somebody who has signed in by scanning WeCom's page, at a page of the console. */
  async signedIn(userid, at = "/console", size = DESK, language = "zh-CN", corp = this.asked.corp) {
    const window = await this.browser.newContext({ viewport: size, locale: language, permissions: ["clipboard-read", "clipboard-write"] });
    const page = await window.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (said) => said.type() === "error" && this.messages.push(`${page.url()}: ${said.text()} ${said.location().url}`));
    page.on("pageerror", (error) => this.messages.push(`${page.url()}: ${error.message}`));
    await page.goto(`${this.asked.url}/admin/v1/sign-in?corp=${corp}&next=${encodeURIComponent(at)}`);
    await page.locator(`button[name="userid"][value="${userid}"]`).click();
    await page.waitForURL(`${this.asked.url}/**`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  }

  /** Nothing is wider than the window, also after it changed; every rule of WCAG A and AA that a machine can judge holds. */
  async isSound(page, name) {
    const { width, height } = page.viewportSize();
    await page.setViewportSize({ width: width - 70, height });
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    this.holds(wide[0] === wide[1], `${name}: nothing is wider than the window`, wide);
    await page.evaluate(axe);
    const broken = await page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa"] });
      return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
    });
    this.holds(broken.length === 0, `${name}: accessible as far as a machine can tell`, broken.join("; "));
    const shown = { [DESK.width]: PICTURES, [PHONE.width]: ON_A_PHONE }[width]?.[name];
    if (this.asked.shown && shown) {
      writeFileSync(`${this.asked.shown}/${shown}.webp`, await taken(this.browser, page, width === DESK.width ? SHOWN : PHONE));
    }
    if (this.asked.pictures) await page.screenshot({ path: `${this.asked.pictures}/${name.replaceAll(" ", "-")}-${width}.png` });
  }

  /** Since the last time no policy was broken and nothing failed, but the refusals that were meant (their statuses). */
  isQuiet(...meant) {
    const met = this.messages.splice(0).filter((one) => !meant.some((status) => one.includes(`status of ${status}`)));
    this.holds(met.length === 0, "no policy is broken and no error is met", met.join("; "));
  }
}

/** A button of the page by its whole name. */
export const button = (page, name) => page.getByRole("button", { name, exact: true });
/** The form that is open over the page. */
export const inForm = (page) => page.getByRole("dialog");
