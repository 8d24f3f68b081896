/** 离职继承 departures: what somebody has is seen, others take over, it is followed to its end and found again. */
import { button, DESK, PHONE } from "./house.mjs";

const LIST = "/console/departures";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/live-codes");
  const [who, userid] = [`小周 ${asked.mark}`, `zhou${asked.mark}`];
  await house.control(`/corps/${asked.corpId}/staff`, { userid, name: who });
  await serves(desk, userid, `柜台 ${asked.mark}`);
  await desk.goto(asked.url + LIST);
  await desk.locator(".listed-empty, tbody tr").first().waitFor();
  await house.isSound(desk, "departures");
  await chooses(house, desk, who);
  await begins(house, desk, who);
  house.isQuiet(400);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await phone.locator("tbody a").first().waitFor();
  await house.isSound(phone, "departures");
  await phone.locator("tbody a").first().click();
  await phone.locator(".parts li").first().waitFor();
  await house.isSound(phone, "departure");
  await phone.goto(`${asked.url}${LIST}/new?of=ming`);
  await phone.locator("fieldset.card, .pad").first().waitFor();
  await house.isSound(phone, "what somebody has");
  const abroad = await house.signedIn(asked.owner, `${LIST}/new?of=ming`, DESK, "en-GB");
  await abroad.locator("fieldset.card, .pad").first().waitFor();
  await house.isSound(abroad, "what somebody has in English");
  house.isQuiet();
}

/** Somebody new stands behind a live code, once the directory has heard of them. */
export async function serves(page, userid, name) {
  const make = async ([who, called]) => {
    const headers = { "Content-Type": "application/json", "X-Siyu-Console": "1", "Idempotency-Key": crypto.randomUUID() };
    const body = JSON.stringify({ name: called, staff: [{ userid: who, weight: 1 }], welcome: { text: "您好，欢迎光临。" } });
    const answer = await fetch("/admin/v1/live-codes", { method: "POST", headers, body });
    return answer.status === 201 ? "" : await answer.text();
  };
  let refused = await page.evaluate(make, [userid, name]);
  for (let tries = 0; refused && tries < 10; tries++) {
    await page.waitForTimeout(1500);
    refused = await page.evaluate(make, [userid, name]);
  }
  if (refused) throw new Error(refused);
}

async function chooses(house, page, who) {
  await page.getByRole("link", { name: "交接一名员工" }).first().click();
  await page.locator("tbody tr").first().waitFor();
  await house.isSound(page, "who goes");
  await page.getByRole("searchbox").fill(who);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await button(page, "看名下").click();
  await page.getByText(`柜台 ${house.asked.mark}`).waitFor();
  house.holds(true, "what somebody has in hand is seen before anything is done");
  await house.isSound(page, "what somebody has");
}

async function begins(house, page, who) {
  await button(page, "开始交接").click();
  await page.getByRole("alert").waitFor();
  house.holds((await page.locator(".picker .wrong").count()) > 0, "without anybody who takes over it is refused at its field");
  await page.getByPlaceholder("按姓名查找员工").fill("陈明");
  await page.locator(".picker").getByRole("button", { name: "陈明" }).click();
  await button(page, "开始交接").click();
  await page.getByRole("heading", { level: 1, name: `${who} → 陈明` }).waitFor();
  const codes = page.locator(".parts li", { hasText: "活码" }).first();
  await codes.getByText("已交接 1").waitFor();
  await page.locator(".line .state", { hasText: "已结束" }).waitFor();
  house.holds(true, "it begins, and is followed to its end kind by kind");
  await house.isSound(page, "departure");
  await page.getByRole("link", { name: "← 全部交接" }).click();
  await page.locator("tbody a", { hasText: who }).waitFor();
  house.holds(true, "and is found again in the list");
}

async function meetsTrouble(house, page) {
  await page.route("**/holdings", (route) => route.abort());
  await page.goto(`${house.asked.url}${LIST}/new?of=ming`);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "holdings unreachable");
  await page.unroute("**/holdings");
  await button(page, "重试").click();
  await page.locator("fieldset.card, .pad").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
