/** A page that shows a code (a coupon's, an order's) in a customer's browser: what makes it load anew, and what leaves the code where it is. */

import { expect, test } from "vitest";

const script = Object.values(import.meta.glob<string>("../../chalicelib/mine/pages/shown.js", { query: "?raw", import: "default", eager: true })).join("");
const GOOD = '<div id="code" data-state="issued"></div>';

/** How often the page is loaded anew after it has looked once and met this. state: how what it shows stood as it came. */
async function loads(answer: () => Promise<{ readonly ok: boolean; readonly status: number; text(): Promise<string> }>, state = "issued"): Promise<number> {
  let many = 0;
  let look = (): void => undefined;
  const here = { pathname: "/m/demo-coupon.1", reload: () => (many += 1) };
  const page = { hidden: false, addEventListener: () => undefined, getElementById: () => ({ dataset: { state } }) };
  const every = (what: () => void): void => {
    look = what;
  };
  new Function("document", "navigator", "location", "fetch", "setInterval", script)(page, {}, here, answer, every);
  look();
  await new Promise((done) => setTimeout(done, 0));
  return many;
}

const answers = (status: number, body: string) => () => Promise.resolve({ ok: status < 300, status, text: () => Promise.resolve(body) });

test("what a clerk has redeemed, and whoever is signed out, is seen by itself", async () => {
  expect(await loads(answers(200, '<p class="big">已核销</p>'))).toBe(1);
  expect(await loads(answers(401, "登录已到期"))).toBe(1);
  expect(await loads(answers(404, "没有找到"))).toBe(1);
  expect(await loads(answers(200, '<p class="big">已提货</p>'), "ready")).toBe(1);
});

test("the code stays while it is good, and while nobody can say", async () => {
  expect(await loads(answers(200, GOOD))).toBe(0);
  expect(await loads(answers(200, GOOD.replace("issued", "ready")), "ready")).toBe(0);
  for (const status of [403, 429, 500, 502, 503, 504]) expect(await loads(answers(status, "请稍候"))).toBe(0);
  expect(await loads(() => Promise.reject(new Error("no network")))).toBe(0);
});
