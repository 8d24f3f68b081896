/** The menu: each role finds in it the screens that its rights open, all of them and no other, in one order. */
const SECTIONS = ["引流", "客户", "营销", "触达", "交易", "数据", "设置"];
/** Shipped roles, by how little they may do; a colleague who has none else takes each in turn. */
const ROLES = ["marketer", "compliance", "service", "adviser", "store_staff", "viewer"];
const COLLEAGUE = "ming";

export async function play(house) {
  const owner = await house.signedIn(house.asked.owner);
  const every = await menuOf(owner);
  const before = await owner.evaluate(heldBy, COLLEAGUE);
  try {
    for (const role of ROLES) {
      await owner.evaluate(give, { userid: COLLEAGUE, ...before, role });
      const page = await house.signedIn(COLLEAGUE);
      const menu = await menuOf(page);
      const told = menu.sections.filter((name) => SECTIONS.includes(name));
      house.holds(told.join() === SECTIONS.filter((name) => told.includes(name)).join(), `${role}: the menu is in order`, menu.sections);
      const wrong = [];
      for (const path of every.paths) {
        if ((await opens(page, path)) !== menu.paths.includes(path)) wrong.push(path);
      }
      house.holds(wrong.length === 0, `${role}: the menu has what opens, and nothing else: ${menu.names.join("、")}`, wrong);
      await page.context().close();
    }
  } finally {
    await owner.evaluate(give, { userid: COLLEAGUE, ...before });
  }
  house.isQuiet(403);
}

async function menuOf(page) {
  await page.locator("nav a").first().waitFor();
  const links = page.locator("nav a");
  return {
    sections: await page.locator("nav h2").allTextContents(),
    names: await links.allTextContents(),
    paths: await links.evaluateAll((all) => all.map((one) => new URL(one.href).pathname)),
  };
}

/** True when nothing that the screen asks for is refused. */
async function opens(page, path) {
  let [isRefused, waits, quiet] = [false, 0, 0];
  const begins = () => (waits += 1);
  const ends = () => (waits -= 1);
  const look = (answer) => (isRefused ||= answer.status() === 403);
  const heard = [["request", begins], ["requestfinished", ends], ["requestfailed", ends], ["response", look]];
  for (const [what, does] of heard) page.on(what, does);
  await page.evaluate((to) => (history.pushState({}, "", to), dispatchEvent(new PopStateEvent("popstate", { state: {} }))), path);
  for (let looked = 0; quiet < 4 && looked < 400; looked += 1) {
    await page.waitForTimeout(50);
    quiet = waits <= 0 ? quiet + 1 : 0;
  }
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (const [what, does] of heard) page.off(what, does);
  return !isRefused;
}

/** In the owner's page: the role and scope of somebody, '' for none. */
async function heldBy(userid) {
  const answer = await fetch("/admin/v1/operators", { headers: { "X-Siyu-Console": "1" } });
  const found = (await answer.json()).items.find((one) => one.userid === userid);
  return { role: found?.role ?? "", ...(found?.scope ? { scope: found.scope } : {}) };
}

/** In the owner's page: let somebody have a role. */
async function give({ userid, ...held }) {
  const headers = { "X-Siyu-Console": "1", "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  const answer = await fetch(`/admin/v1/operators/${userid}`, { method: "PUT", headers, body: JSON.stringify(held) });
  if (!answer.ok) throw new Error(`${held.role} was not given: ${await answer.text()}`);
}
