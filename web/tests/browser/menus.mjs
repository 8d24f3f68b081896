/** The menu: each role finds in it the screens that its rights open, all of them and no other, in one order. */
const SECTIONS = ["引流", "客户", "营销", "触达", "交易", "数据", "设置"];
/** Shipped roles, given to colleagues in two rounds. */
const ROUNDS = [
  { ming: "marketer", hui: "compliance", lily: "service", store: "store_staff" },
  { ming: "adviser", lily: "viewer" },
];
/** Who may read what waits for others, and decide nothing, is not led there. */
const IDLE = ["/console/review"];
/** An instance knows for five seconds what somebody might do before. */
const KNOWN = 5500;

export async function play(house) {
  const owner = await house.signedIn(house.asked.owner);
  const every = await menuOf(owner);
  const before = await owner.evaluate(heldBy, Object.keys(ROUNDS[0]));
  try {
    for (const round of ROUNDS) {
      for (const [userid, role] of Object.entries(round)) await owner.evaluate(give, { userid, role, scope: { kind: "all" } });
      await owner.waitForTimeout(KNOWN);
      for (const [userid, role] of Object.entries(round)) await sees(house, every, userid, role);
    }
  } finally {
    for (const held of before) await owner.evaluate(give, held);
    await owner.waitForTimeout(KNOWN);
  }
  house.isQuiet(403);
}

async function sees(house, every, userid, role) {
  const page = await house.signedIn(userid);
  const menu = await menuOf(page);
  const told = menu.sections.filter((name) => SECTIONS.includes(name));
  house.holds(told.join() === SECTIONS.filter((name) => told.includes(name)).join(), `${role}: the menu is in order`, menu.sections);
  const wrong = [];
  for (const path of every.paths) {
    const isOpen = await opens(page, path);
    if (menu.paths.includes(path) ? !isOpen : isOpen && !IDLE.includes(path)) wrong.push(path);
  }
  house.holds(wrong.length === 0, `${role}: the menu has what opens, and nothing else: ${menu.names.join("、")}`, wrong);
  await page.context().close();
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

/** True when nothing that the screen asks for is refused, and it is not somebody else's. */
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
  return !isRefused && (await page.getByRole("heading", { level: 1, name: "这个页面不归您使用" }).count()) === 0;
}

/** In the owner's page: the roles and scopes of some, '' for none. */
async function heldBy(userids) {
  const answer = await fetch("/admin/v1/operators", { headers: { "X-Siyu-Console": "1" } });
  const { items } = await answer.json();
  return userids.map((userid) => {
    const found = items.find((one) => one.userid === userid);
    return { userid, role: found?.role ?? "", ...(found?.scope ? { scope: found.scope } : {}) };
  });
}

/** In the owner's page: let somebody have a role. */
async function give({ userid, ...held }) {
  const headers = { "X-Siyu-Console": "1", "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() };
  const answer = await fetch(`/admin/v1/operators/${userid}`, { method: "PUT", headers, body: JSON.stringify(held) });
  if (!answer.ok) throw new Error(`${held.role} was not given: ${await answer.text()}`);
}
