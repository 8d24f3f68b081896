/** 侧边栏 the side bar beside a chat: who the customer is, tags, notes, follow-ups, and a coupon that comes into the chat. */
import { asOwner, customer } from "./customers.mjs";
import { button, DESK, PHONE } from "./house.mjs";

const SMALL = { width: 320, height: 568 };
const ADVISER = "lily";

export async function play(house) {
  const { asked } = house;
  const owner = await house.signedIn(asked.owner, "/console", DESK);
  await asOwner(owner, "PUT", `/admin/v1/operators/${ADVISER}`, { role: "adviser" });
  const terms = { name: `老客礼 ${asked.mark}`, amount_off: 1500, threshold: 0, stock: 9, per_member: 1, valid_days: 7 };
  await asOwner(owner, "POST", "/admin/v1/coupon-templates", terms);
  await asOwner(owner, "POST", "/admin/v1/coupon-templates", { ...terms, name: `再来礼 ${asked.mark}`, per_member: 9 });
  await asOwner(owner, "POST", "/admin/v1/tag-groups", { name: `口味 ${asked.mark}`, tags: [`爱喝绿茶 ${asked.mark}`] });
  const { name, id } = await friend(house, owner);
  const page = await house.signedIn(ADVISER, `/side?external_userid=${id}`, PHONE);
  await page.locator("#name", { hasText: name }).waitFor();
  house.holds(true, "a customer is seen in one look");
  await house.isSound(page, "side bar");
  await page.setViewportSize(SMALL);
  await house.isSound(page, "side bar");
  await page.setViewportSize(PHONE);
  await tags(house, page);
  await notes(house, page);
  await followsUp(house, page);
  await page.goto(`${asked.url}/side?external_userid=wmnobody`);
  await page.getByRole("heading", { name: "这位还不是会员" }).waitFor();
  await house.isSound(page, "side bar of nobody");
  house.isQuiet(404);
  await isInWeCom(house, page, { name, id });
  await sends(house, name, id);
}

/** A customer who is a friend of the adviser: the first story's was shown one of two, so they add the adviser too. */
async function friend(house, owner) {
  const { name } = await customer(house);
  const { customers } = await (await fetch(`${house.asked.sandbox}/customers`)).json();
  const found = customers.find((other) => other.name === name);
  const read = (path) => asOwner(owner, "GET", path);
  for (const { code } of (await read("/admin/v1/live-codes?limit=100")).items) {
    const way = (await read(`/admin/v1/live-codes/${code}`)).contact_ways.find((one) => one.userid === ADVISER && one.config_id);
    if (!way) continue;
    await house.control(`/customers/${found.id}/add`, { config_id: way.config_id });
    break;
  }
  const isFriend = async () => (await read(`/admin/v1/members?staff=${ADVISER}&limit=100`)).items.some((one) => one.name === name);
  for (let looked = 0; !(await isFriend()); looked += 1) {
    if (looked > 100) throw new Error(`${name} is no friend of ${ADVISER}`);
    await owner.waitForTimeout(300);
  }
  return { name, id: found.external_userids[house.asked.corpId] };
}

async function tags(house, page) {
  await page.getByText("加标签").click();
  const tag = page.locator("#groups .tag", { hasText: `爱喝绿茶 ${house.asked.mark}` });
  const name = (await tag.innerText()).replace("＋ ", "");
  await tag.click();
  await page.getByText(`打上了「${name}」`).waitFor();
  await page.locator("#tags .tag", { hasText: name }).waitFor();
  await button(page, "撤销").click();
  await page.getByText(`去掉了「${name}」`).waitFor();
  house.holds((await page.locator("#tags .tag", { hasText: name }).count()) === 0, "a tag is put on by a press, and taken off by another");
}

async function notes(house, page) {
  await page.getByLabel("写下一句，同事也会看到").fill(`喜欢绿茶 ${house.asked.mark}`);
  await button(page, "记下").click();
  await page.locator("#notes").getByText(`喜欢绿茶 ${house.asked.mark}`).waitFor();
  house.holds(true, "a note is kept");
}

async function followsUp(house, page) {
  await page.locator("nav").getByRole("button", { name: "跟进" }).click();
  await button(page, "安排跟进").click();
  house.holds(await page.locator("#what").evaluate((field) => field.matches(":invalid")), "a follow-up without words is not written");
  await page.getByLabel("要做什么").fill(`回访 ${house.asked.mark}`);
  await button(page, "3 天后").click();
  await button(page, "安排跟进").click();
  const item = page.locator("#follow_ups li", { hasText: `回访 ${house.asked.mark}` });
  await item.waitFor();
  await house.isSound(page, "side bar follow-ups");
  const was = await item.locator("small").innerText();
  await item.getByRole("button", { name: "改到明天" }).click();
  await page.locator("#done").getByText("改到了明天").waitFor();
  await button(page, "撤销").click();
  await page.locator("#done").getByText("放回了原来的时间").waitFor();
  house.holds((await item.locator("small").innerText()) === was, "it is put off, and put back by one press");
  await item.getByRole("button", { name: "完成" }).click();
  await item.getByText("已完成").waitFor();
  house.holds(true, "and is done");
}

/** Inside WeCom the page reads its JS-SDK, which asks the client whose chat is open, and puts into it what is sent. */
async function isInWeCom(house, signedIn, { name, id }) {
  const userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/7.0.1 wxwork/4.1.36";
  const storageState = await signedIn.context().storageState();
  const wecom = await house.browser.newContext({ viewport: PHONE, locale: "zh-CN", userAgent, storageState });
  await wecom.addInitScript((userId) => {
    window.told = [];
    const answer = (api) => ({ err_msg: `${api}:ok`, ...(api === "getCurExternalContact" ? { userId } : {}) });
    window.WeixinJSBridge = { on: () => undefined, invoke: (api, params, back) => back((window.told.push({ api, ...params }), answer(api))) };
  }, id);
  const page = await wecom.newPage();
  page.on("pageerror", (error) => house.messages.push(`${page.url()}: ${error.message}`));
  page.on("console", (said) => said.type() === "error" && house.messages.push(`${page.url()}: ${said.text()}`));
  await page.goto(`${house.asked.url}/side`);
  await page.locator("#name", { hasText: name }).waitFor();
  house.holds(true, "WeCom's client says whose chat is open");
  await page.locator("nav").getByRole("button", { name: "发送" }).click();
  await page.locator("#offers li", { hasText: `再来礼 ${house.asked.mark}` }).getByRole("button", { name: "发送" }).click();
  await page.locator("#yes").click();
  await page.getByText("已放进聊天。").waitFor();
  const told = await page.evaluate(() => window.told);
  house.holds(told.some((one) => one.api === "sendChatMessage" && one.msgtype === "text" && one.text.content.includes("再来礼")), "and puts what is sent into it", told.map((one) => one.api));
}

/** In /phone the side bar stands beside the adviser's chat, and what it sends is read there. */
async function sends(house, name, id) {
  const page = await (await house.browser.newContext({ viewport: DESK })).newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${house.asked.url}/phone`);
  const desk = page.frameLocator("#staff");
  await desk.locator(`button[data-set="peer=${id}"]`).click();
  const bar = page.frameLocator("#bar");
  await bar.locator("#name", { hasText: name }).waitFor();
  house.holds(true, "the side bar stands beside the chat that is open");
  await bar.getByRole("button", { name: "发送", exact: true }).first().click();
  const offer = bar.locator("#offers li", { hasText: `老客礼 ${house.asked.mark}` });
  await offer.getByRole("button", { name: "发送" }).click();
  await bar.locator("#yes").click();
  await bar.getByText("已放进聊天。").waitFor();
  await desk.getByText(`送您一张优惠券「老客礼 ${house.asked.mark}」`).first().waitFor();
  house.holds(true, "a coupon that is sent is read in the chat, and is the customer's");
  await offer.getByText("已领满").waitFor();
  await house.isSound(page, "side bar beside the chat");
  house.isQuiet(401);
}
