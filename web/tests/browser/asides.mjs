/** 搁置与重投 asides: what was put aside, why and what helps; tried again, one and many, followed to its end; dismissed and put back. */
import { button, DESK, PHONE } from "./house.mjs";

const LIST = /\/admin\/v1\/asides(\?|$)/;
const REPLAYS = "**/admin/v1/asides/replays";
const DISMISSALS = "**/admin/v1/asides/dismissals";
const ROWS = "tbody tr";
const xml = (event, change) => `<xml><ToUserName><![CDATA[•]]></ToUserName><Event><![CDATA[${event}]]></Event><ChangeType><![CDATA[${change}]]></ChangeType><UserID>•</UserID></xml>`;

/** What WeCom sent badly, as our API tells of it: it answers as it would, and keeps to what it said. */
class Aside {
  constructor(page) {
    this.items = [
      ["a", "unreadable", xml("change_external_contact", "add_external_contact"), 0],
      ["b", "incomplete", xml("change_external_contact", "edit_external_contact"), 0],
      ["c", "stale", xml("change_contact", "delete_user"), 0],
      ["d", "unreadable", "•", 120_000],
    ].map(([sign, why, outline, later], place) => ({
      id: sign.repeat(64), why, outline, bytes: 512 + place, standing: "waiting",
      received_at: new Date(Date.now() - 3_600_000 * (place + 1)).toISOString(),
      aside_at: new Date(Date.now() - 3_600_000 * (place + 1) + later).toISOString(),
    }));
    this.keys = [];
    this.page = page;
  }

  async stand() {
    await this.page.route(LIST, (route) => {
      const ids = new URL(route.request().url()).searchParams.get("ids")?.split(",");
      return route.fulfill({ json: { items: this.items.filter((one) => (ids ? ids.includes(one.id) : one.standing === "waiting")), cursor: "" } });
    });
    await this.page.route(REPLAYS, (route) => this.move(route, "in_hand"));
    await this.page.route(DISMISSALS, (route) => this.move(route, route.request().postDataJSON().undo ? "waiting" : "dismissed"));
  }

  move(route, standing) {
    const { ids } = route.request().postDataJSON();
    this.keys.push(route.request().headers()["idempotency-key"]);
    this.become(standing, ...ids);
    return route.fulfill({ json: { done: ids, gone: [] } });
  }

  become(standing, ...ids) {
    for (const one of this.items) if (ids.includes(one.id)) one.standing = standing;
  }
}

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/today");
  const aside = new Aside(desk);
  await aside.stand();
  await desk.getByRole("link", { name: "搁置与重投", exact: true }).click();
  await desk.getByRole("heading", { level: 1, name: "搁置与重投" }).waitFor();
  await desk.locator(ROWS).first().waitFor();
  const said = await desk.locator("table").innerText();
  house.holds(["员工添加了客户", "读不懂", "没说是谁", "请技术支持升级", "仍没处理成"].every((one) => said.includes(one)), "each says what it was, why it waits and what helps", said);
  await house.isSound(desk, "asides");
  await isTriedAgain(house, desk, aside);
  await isDismissed(house, desk);
  await meetsTrouble(house, desk, aside);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, "/console/asides", PHONE);
  await phone.getByText("没有被搁置的消息").waitFor();
  house.holds(true, "where nothing is set aside it says so");
  await new Aside(phone).stand();
  await phone.reload();
  await phone.locator(ROWS).first().waitFor();
  await house.isSound(phone, "asides");
  const abroad = await house.signedIn(asked.owner, "/console/asides", DESK, "en-GB");
  await abroad.getByText("Nothing is set aside").waitFor();
  await house.isSound(abroad, "asides in English");
  house.isQuiet();
}

async function isTriedAgain(house, page, aside) {
  const [first] = aside.items;
  await page.locator(ROWS).first().locator(".acts").getByRole("button", { name: "重投" }).click();
  await page.locator(ROWS).first().getByText("正在重投").waitFor();
  await page.reload();
  await page.locator(ROWS).first().getByText("正在重投").waitFor();
  house.holds(true, "one is tried again by a press, and its line says so, also when one comes back");
  aside.become("done", first.id);
  await page.getByText("重投完了：1 条都处理好了。").waitFor();
  house.holds((await page.locator(ROWS).first().innerText()).includes("处理好了"), "and says when that worked");
  await page.getByLabel("全选").check();
  await page.getByText("已选 3 条").waitFor();
  await page.getByRole("region", { name: "对选中的消息" }).getByRole("button", { name: "重投" }).click();
  await page.getByText("0 / 3 条有了结果").waitFor();
  await house.isSound(page, "asides being replayed");
  aside.become("waiting", ...aside.items.slice(1).map((one) => one.id));
  aside.become("done", aside.items[1].id);
  await page.getByText("1 条处理好了，2 条还是不行").waitFor();
  house.holds(true, "of many it says how far it is, and how many were no better");
  await button(page, "关闭").click();
}

async function isDismissed(house, page) {
  const before = await page.getByText("签名太旧", { exact: true }).count();
  await page.locator(ROWS, { hasText: "签名太旧" }).locator(".acts").getByRole("button", { name: "忽略" }).click();
  await page.getByText("签名太旧", { exact: true }).waitFor({ state: "detached" });
  await button(page, "撤销").click();
  await page.getByText("签名太旧", { exact: true }).waitFor();
  house.holds(before === 1, "what is dismissed by a slip is put back");
}

async function meetsTrouble(house, page, aside) {
  await page.unroute(REPLAYS);
  const keys = [];
  let isDown = true;
  await page.route(REPLAYS, (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    return isDown ? route.abort() : aside.move(route, "in_hand");
  });
  const press = () => page.locator(ROWS, { hasText: "签名太旧" }).locator(".acts").getByRole("button", { name: "重投" }).click();
  await press();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  isDown = false;
  await press();
  await page.locator(ROWS).first().getByText("正在重投").waitFor();
  house.holds(new Set(keys).size === 1, "an answer that was lost is asked for again under the same key");
}
