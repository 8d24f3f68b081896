/** Saturday and Sunday: a member found and tagged, the price in the log, a coupon from beside the chat, a slip at the till, a
 *  customer lost, the week's numbers; and another brand, which sees nothing of it. */
import { button, DESK, inForm } from "./house.mjs";
import { looksUp, makesCoupon, redeems, typed } from "./tasks.mjs";

const THANKS = "老客回访券";

export async function findsAndTags(week) {
  const tags = await week.at("zhou", "标签");
  await button(tags, "新建标签组").click();
  await inForm(tags).getByLabel("标签组名称").fill(week.called("关怀"));
  await inForm(tags).getByLabel("标签，一行一个").fill(week.called("需回访"));
  await button(tags, "建好").click();
  await tags.getByRole("heading", { level: 2, name: week.called("关怀") }).waitFor();
  const page = await week.opens("hening", "会员", week.called("梅"));
  week.keeps(page);
  await page.locator(".tags select").selectOption(week.called("需回访"));
  await page.locator(".tags li", { hasText: week.called("需回访") }).waitFor();
  await week.at("hening", "会员");
  await button(page, "导出").click();
  await button(inForm(page), "开始导出").click();
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, "下载").first().click()]);
  week.house.holds((await file.failure()) === null, "service finds a member by name, tags them, and takes a file along");
  const gu = await week.at("guqing", "会员");
  await gu.locator("tbody tr").first().waitFor();
  const hers = await gu.locator("tbody tr").allTextContents();
  week.house.holds(hers.length === 1 && hers[0].includes(week.called("竹")), "an adviser sees a customer of her own, and nobody else's", hers);
}

export async function looksBack(week) {
  const page = await week.at("ruhui", "操作日志");
  await page.getByLabel("对什么").selectOption("product");
  await page.waitForURL(/thing=product/);
  const act = page.locator("tbody tr", { hasText: week.named("zhou") }).filter({ hasText: "私域价从" }).first();
  await act.locator("td.what .link").click();
  await inForm(page).locator("ins", { hasText: "96" }).waitFor();
  week.tells("the log says who changed the price, from what to what");
  await button(inForm(page), "关闭").last().click();
}

export async function givesBesideTheChat(week) {
  await makesCoupon(week, "zhou", THANKS, ["50", "10"]);
  const { external_userids } = await week.known("竹");
  const phones = await (await week.house.browser.newContext({ viewport: DESK })).newPage();
  phones.setDefaultTimeout(40_000);
  await phones.goto(`${week.asked.url}/phone`);
  const desk = phones.frameLocator("#staff");
  await desk.locator("button.chip", { hasText: week.named("guqing") }).click();
  await desk.locator(`button[data-set="peer=${external_userids[week.asked.corpId]}"]`).click();
  const bar = phones.frameLocator("#bar");
  await bar.locator("#name", { hasText: week.called("竹") }).waitFor();
  await bar.locator("nav").getByRole("button", { name: "发送" }).click();
  await bar.locator("#offers li", { hasText: week.called(THANKS) }).first().getByRole("button", { name: "发送" }).click();
  await bar.locator("#yes").click();
  await bar.getByText("已放进聊天。").waitFor();
  await bar.locator("nav").getByRole("button", { name: "跟进" }).click();
  await bar.getByLabel("要做什么").fill("回访：新茶口味");
  // Tomorrow by the corp's clock, which the week has moved.
  await bar.getByLabel("什么时候（北京时间）").fill(typed((await week.now()) + 86_400_000));
  await bar.getByRole("button", { name: "安排跟进" }).click();
  await bar.locator("#follow_ups li", { hasText: "回访：新茶口味" }).waitFor();
  await phones.context().close();
  week.house.holds(await week.reads("竹", week.called(THANKS)), "an adviser gives a coupon beside the chat, where it is read, and notes to call again");
}

export async function redeemsAndTakesBack(week) {
  const code = await week.codeOf("竹", THANKS);
  const till = await week.till("yubo");
  const said = ` ${code.slice(0, 4).toLowerCase()} ${code.slice(4)}`;
  await looksUp(till, said, "128.5", "¥118.50");
  await redeems(till);
  await till.locator("#undonow").click();
  await till.locator("#yes").click();
  await till.getByText("已撤销。券恢复可用，顾客应付 ¥128.50。").waitFor();
  await looksUp(till, said, "128.5", "¥118.50");
  await redeems(till);
  await till.context().close();
  const own = await week.own("竹", "coupons");
  await own.locator("li", { hasText: week.called(THANKS) }).getByText(/使用$/).first().waitFor();
  await own.context().close();
  week.tells("the clerk redeems it, takes a slip back and redeems it rightly; the customer's page says it is used");
}

export async function loses(week) {
  const page = await week.at("zhou", "流失");
  await button(page, "修改提醒").click();
  await inForm(page).getByLabel("几分钟内提醒").check();
  const alarm = inForm(page).getByLabel("员工一天删除很多客户时告警");
  await alarm.check();
  await inForm(page).getByLabel("一名员工一天删除多少位就告警").fill("1");
  await button(inForm(page), "保存").click();
  await page.getByText("提醒已按新的来").waitFor();
  const desk = await week.outside("desk", `#corp=${week.asked.corpId}&staff=${week.userid("tang")}`);
  desk.once("dialog", (asks) => asks.accept());
  await desk.locator("tr", { hasText: week.called("菊") }).getByRole("button", { name: "删除" }).click();
  await desk.locator("tr", { hasText: week.called("菊") }).waitFor({ state: "detached" });
  await week.at("zhou", "今日");
  await week.at("zhou", "流失");
  await week.shows(page, week.called("菊"));
  await page.locator("tbody tr", { hasText: week.called("菊") }).locator("td.wide .state", { hasText: "员工删除" }).waitFor();
  week.tells("who was lost, and by whom, is in the list");
}

export async function addsUp(week) {
  const page = await week.at("zhou", "数据");
  await button(page, "券").click();
  await button(page, "按门店").click();
  // By the corp's clock, which the week has moved.
  const now = await week.now();
  const [since, until] = [now - 6 * 86_400_000, now].map((moment) => typed(moment).slice(0, 10));
  await button(page, "自选").click();
  await page.getByLabel("从", { exact: true }).fill(since);
  await page.getByLabel("到", { exact: true }).fill(until);
  const line = page.locator(".lines tbody tr", { hasText: week.called("徐汇店") });
  // Redeemed three times, one of which was taken back: two, with 20 and 10 off.
  await week.until(async () => {
    await page.reload();
    await page.locator(".lines tbody tr").first().waitFor();
    const seen = (await line.count()) ? await line.locator("td").allTextContents() : [];
    return seen.map((one) => one.trim()).slice(1, 5).join() === "3,1,2,¥30";
  }, "the store's redemptions are counted");
  week.tells("the store's week in the numbers is what was done there");
}

export async function livesNextDoor(week) {
  const page = await week.house.signedIn("boss", "/console", DESK, "zh-CN", "neighbour");
  for (const path of week.made) {
    await page.goto(week.asked.url + path);
    await page.getByRole("alert").or(page.getByRole("heading", { name: /^没有/ })).first().waitFor();
    const seen = await page.locator("main").innerText();
    week.house.holds(!seen.includes(week.mark), `${path.split("/").slice(2, 3)}: another brand sees nothing of it`, seen);
  }
  await page.context().close();
}
