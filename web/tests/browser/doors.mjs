/**
 * The door: whoever signs out is back at it, whose session is over comes back to where they were, what is forged or from
 * elsewhere gets nowhere; another brand's owner finds every screen empty, and nothing of ours behind our addresses.
 */
import { button, DESK, PHONE } from "./house.mjs";

const NEIGHBOUR = "neighbour";

export async function play(house) {
  const { asked } = house;
  const abroad = await house.signedIn(asked.owner, "/console", DESK, "en-GB");
  await button(abroad, "Sign out").click();
  await abroad.waitForURL(/wwlogin|sign-in/);
  house.holds(true, "whoever signs out is back at the door");
  const clerk = await house.signedIn(asked.clerk);
  await clerk.locator("nav a").first().waitFor();
  house.holds((await clerk.locator("nav a").allTextContents()).join() === "今日,门店", "a clerk's menu has what a clerk may open");
  house.holds((await clerk.getByRole("link", { name: "打开收银台" }).getAttribute("href")) === "/till", "and the till is a press away");
  house.holds((await clerk.locator(".figures").count()) === 0, "no number is shown to who may see none");
  house.isQuiet();
  await comesBack(house);
  await isForged(house);
  await isForeign(house);
  house.messages.length = 0;
  await livesNextDoor(house);
}

/** A session that is over in the middle of work. */
async function comesBack(house) {
  const page = await house.signedIn(house.asked.owner, "/console/live-codes");
  await page.locator("tbody tr").first().waitFor();
  await page.context().clearCookies({ name: /siyu/ });
  await page.getByRole("link", { name: "会员", exact: true }).click();
  await page.locator(`button[name="userid"][value="${house.asked.owner}"]`).click();
  await page.waitForURL("**/console/members");
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "whose session is over signs in and is where they wanted to be");
  house.messages.length = 0;
}

/** A link that somebody else made: a code with a state that this browser was never given. */
async function isForged(house) {
  const page = await (await house.browser.newContext()).newPage();
  const answer = await page.goto(`${house.asked.url}/admin/v1/signed-in?code=stolen&state=forged`);
  const says = await page.locator("body").innerText();
  const cookies = await page.context().cookies();
  house.holds(answer.status() === 403 && /重新登录|再登录|重新打开/.test(says), "a forged state is refused, on a page that says what to do", says);
  house.holds(!cookies.some((one) => one.name.includes("siyu") && !one.name.includes("state")), "and leaves no session");
}

/** A page of another site, open in the browser of somebody who is signed in. */
async function isForeign(house) {
  const { asked } = house;
  const page = await house.signedIn(asked.owner);
  const before = await page.evaluate(countOfStores);
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(new URL(asked.sandbox).origin);
  const came = await elsewhere.evaluate(async (url) => {
    const json = { "Content-Type": "application/json", "X-Siyu-Console": "1", "Idempotency-Key": crypto.randomUUID() };
    const body = JSON.stringify({ number: "EVIL", name: "别处的店" });
    const tries = [
      fetch(`${url}/admin/v1/stores`, { method: "POST", credentials: "include", headers: json, body }),
      fetch(`${url}/admin/v1/stores`, { method: "POST", credentials: "include", headers: { "Content-Type": "text/plain" }, body }),
      fetch(`${url}/admin/v1/me`, { credentials: "include" }),
    ];
    return (await Promise.allSettled(tries)).map((one) => one.status);
  }, asked.url);
  house.holds(came.join() === "rejected,rejected,rejected", "another site reads nothing and is told nothing", came);
  house.holds((await page.evaluate(countOfStores)) === before, "and changes nothing");
}

async function countOfStores() {
  const answer = await fetch("/admin/v1/stores?limit=100", { headers: { "X-Siyu-Console": "1" } });
  return (await answer.json()).items.length;
}

/** The owner of another brand: each screen as it looks before anything is there. */
async function livesNextDoor(house) {
  const { asked } = house;
  const ours = await house.signedIn(asked.owner, "/console/live-codes");
  const code = await ours.locator("tbody a").first().getAttribute("href");
  for (const size of [DESK, PHONE]) {
    const page = await house.signedIn("boss", "/console", size, "zh-CN", NEIGHBOUR);
    await page.locator("nav a").first().waitFor({ state: "attached" });
    const paths = await page.locator("nav a").evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
    for (const path of paths) {
      await page.goto(asked.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      house.holds((await page.locator("tbody a[href*='/live-codes/']").count()) === 0, `${path}: nothing of ours`);
      await house.isSound(page, `empty ${path.replace("/console/", "").replaceAll("/", " ")}`);
    }
    house.isQuiet();
    await page.goto(asked.url + code);
    await page.getByRole("alert").first().waitFor();
    house.holds(!(await page.locator("main").innerText()).includes("活码图"), "our live code is not there for them");
    house.messages.length = 0;
  }
}
