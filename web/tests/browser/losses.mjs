/** 流失 losses: who was lost and by whom, what they had been sent; many that were deleted; alerts set and taken back; no connection. */
import { asOwner } from "./customers.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const [LIST, LOSSES] = ["/console/losses", "**/admin/v1/losses?*"];
const line = (page, name) => page.locator("tbody tr", { hasText: name });

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  await desk.locator("main table, .listed-empty").first().waitFor();
  await isAlarmed(house, desk);
  const name = `乐儿 ${asked.mark}`;
  const { one, external, staff } = await friend(house, desk, name);
  await house.control(`/corps/${asked.corpId}/staff/${staff}/delete`, { external_userid: external });
  await isListed(house, desk, name);
  await isFound(house, desk, name);
  await isTakenBack(house, desk);
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await line(phone, name).waitFor();
  await house.isSound(phone, "losses");
  await button(phone, "修改提醒").click();
  await house.isSound(phone, "loss alerts");
  const abroad = await house.signedIn(asked.owner, LIST, DESK, "en-GB");
  await line(abroad, name).getByText("Less than a day").waitFor();
  await house.isSound(abroad, "losses in English");
  house.isQuiet();
  await house.control(`/customers/${one.id}/delete`, { corp_id: asked.corpId, userid: staff }).catch(() => undefined);
}

/** Somebody new, who adds whoever is behind a live code. */
async function friend(house, owner, name) {
  const read = (path) => asOwner(owner, "GET", path);
  const one = await house.control("/customers", { name });
  for (const { code } of (await read("/admin/v1/live-codes?limit=100")).items) {
    const way = (await read(`/admin/v1/live-codes/${code}`)).contact_ways.find((each) => each.config_id);
    if (!way) continue;
    await house.control(`/customers/${one.id}/add`, { config_id: way.config_id });
    const staff = way.userid;
    for (let looked = 0; !(await read(`/admin/v1/members?staff=${staff}&limit=100`)).items.some((each) => each.name === name); looked += 1) {
      if (looked > 100) throw new Error(`${name} is no friend of ${staff}`);
      await owner.waitForTimeout(200);
    }
    return { one, staff, external: one.external_userids[house.asked.corpId] };
  }
  throw new Error("no live code leads to anybody");
}

async function isAlarmed(house, page) {
  await button(page, "修改提醒").click();
  const form = inForm(page);
  await form.getByLabel("几分钟内提醒").check();
  await form.getByLabel("一名员工一天删除多少位就告警").fill("0");
  await button(form, "保存").click();
  house.holds(await form.getByLabel("一名员工一天删除多少位就告警").evaluate((field) => field.matches(":invalid")), "an alarm at none a day is no alarm, and is not saved");
  await form.getByLabel("一名员工一天删除多少位就告警").fill("1");
  await form.getByText("有人流失，几分钟内提醒；一名员工一天删除满 1 位客户，马上告警。").waitFor();
  await house.isSound(page, "loss alerts");
  await button(form, "保存").click();
  await page.locator("header", { hasText: "满 1 位客户" }).waitFor();
  house.holds(true, "who is told when, and when the alarm rings, is said in a sentence as it is set");
}

async function isListed(house, page, name) {
  for (let looked = 0; (await line(page, name).count()) === 0; looked += 1) {
    if (looked > 40) throw new Error(`${name} was deleted, and is not listed`);
    await page.reload();
    // What says that it is being read stands where the list will.
    await page.locator("main table, .listed-empty").first().waitFor();
    await page.waitForTimeout(1000);
  }
  const lost = line(page, name);
  const said = await lost.innerText();
  house.holds(/员工删除/.test(said) && /不到 1 天/.test(said), "who was deleted stands there a moment later, by whom and after how long", said);
  await page.route(LOSSES, alarmed);
  await page.reload();
  await lost.locator("td.wide .many", { hasText: "删除了 30 位客户" }).waitFor();
  house.holds((await page.getByText("删除了 30 位客户").count()) === 2, "that many were deleted on a day is told once, in red, as a desk or a phone has room");
  await house.isSound(page, "losses");
  await page.unroute(LOSSES);
  await page.reload();
  const code = lost.locator("td.source a");
  house.holds(/\/live-codes\//.test((await code.getAttribute("href")) ?? ""), "the code they had come by is a press away");
}

/** As the list is once the alarm has rung, which the minutes after tell. */
async function alarmed(route) {
  const answer = await route.fetch();
  const { items, cursor } = await answer.json();
  const zh = "该员工当天删除了 30 位客户，已达到告警数量，请核实是否为误删或恶意删除。";
  const problem = { about: "lily", at: new Date().toISOString(), code: "ManyDeleted", zh, en: "This member of staff deleted 30 customers on that day.", errcode: 0, remedy: "nothing" };
  await route.fulfill({ json: { items: items.map((one, place) => (place === 0 ? { ...one, problem } : one)), cursor } });
}

async function isFound(house, page, name) {
  await button(page, "顾客删除").click();
  await page.waitForURL(/by=customer/);
  await line(page, name).waitFor({ state: "detached" });
  await button(page, "员工删除").click();
  await line(page, name).waitFor();
  await page.getByLabel("到", { exact: true }).fill("2020-01-01");
  await page.getByLabel("到", { exact: true }).blur();
  await page.getByText("没有符合条件的流失。").waitFor();
  await button(page, "清除条件").click();
  await line(page, name).waitFor();
  house.holds(new URL(page.url()).search === "", "losses are found by who ended them and when, and one press shows all again");
  await line(page, name).getByRole("link", { name }).click();
  await page.waitForURL(/\/members\//);
  await page.goBack();
  await line(page, name).waitFor();
  house.holds(true, "a name leads to the member, and back the list is there");
}

/** Set anew and taken back: what was before is what holds. */
async function isTakenBack(house, page) {
  await button(page, "修改提醒").click();
  const form = inForm(page);
  await form.getByLabel("不提醒", { exact: true }).check();
  await form.getByLabel("员工一天删除很多客户时告警").uncheck();
  await button(form, "保存").click();
  await page.locator("header", { hasText: "有人流失不提醒；员工删除再多也不告警。" }).waitFor();
  await button(page, "撤销").click();
  await page.locator("header", { hasText: "有人流失，几分钟内提醒；一名员工一天删除满 1 位客户，马上告警。" }).waitFor();
  house.holds(true, "alerts that were set by a slip are as before by one press");
  const alerts = { alert: "daily", deletions: 20 };
  await asOwner(page, "PUT", "/admin/v1/loss-alerts", alerts);
}

async function meetsTrouble(house, page) {
  await page.route(LOSSES, (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute(LOSSES);
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
