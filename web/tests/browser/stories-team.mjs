/** Friends buy together: three complete a team by paying, one of whose notices is lost; money goes back in part, is refused and
 *  let go of; another team fails at its deadline and all is refunded; the books add up. */
import { bankFails } from "./customers.mjs";
import { button, inForm } from "./house.mjs";
import { typed } from "./tasks.mjs";

const HOUR = 3600;

export async function buysTogether(tale) {
  await makes(tale);
  for (const name of ["白", "陈", "丁", "方"]) await tale.joins(name, tale.code, "入会券");
  const team = await gathers(tale);
  await pays(tale, team);
  await handsOut(tale, team);
  await givesBack(tale, team);
  await fails(tale);
  const page = await tale.opens("boss", "拼团", tale.called("春茶三人团"));
  await button(page, "汇总").click();
  await page.getByText("账目相符").waitFor();
  tale.tells("the books of the activity add up");
}

async function makes(tale) {
  const page = await tale.at("boss", "货盘");
  await page.getByRole("link", { name: "新建商品" }).first().click();
  await page.getByLabel("商品名称（顾客可见）").fill(tale.called("明前龙井"));
  await page.getByLabel("规格名称").fill("250 克");
  await page.getByLabel("原价").fill("120");
  await page.getByLabel("私域价").fill("99");
  await page.getByLabel("库存（件）").fill("50");
  await button(page, "建好并上架").click();
  await page.getByRole("heading", { level: 1, name: tale.called("明前龙井") }).waitFor();
  await tale.at("boss", "拼团");
  await page.getByRole("link", { name: "新建拼团" }).first().click();
  await page.getByLabel("按名称查找商品").fill(tale.called("明前龙井"));
  await button(page, tale.called("明前龙井")).click();
  await page.getByLabel("规格").waitFor();
  await page.getByLabel("活动名称（顾客可见）").fill(tale.called("春茶三人团"));
  await page.getByLabel("成团人数").fill("3");
  await page.getByLabel("拼团价").fill("69");
  const now = await tale.now();
  await page.getByLabel("开始").fill(typed(now - 60_000));
  await page.getByLabel("结束", { exact: true }).fill(typed(now + 72 * HOUR * 1000));
  await page.getByLabel("活动库存（从商品库存划出）").fill("20");
  await button(page, "建好").click();
  await page.getByRole("heading", { level: 1, name: tale.called("春茶三人团") }).waitFor();
  tale.activity = new URL(page.url()).pathname.split("/").at(-1);
  tale.tells("a product and a group-buy on it are made");
}

async function gathers(tale) {
  const an = await tale.mini("安");
  const opened = await an.ask("POST", `/groupbuys/${tale.activity}/teams`, {});
  const orders = { 安: opened.order.order_id };
  for (const name of ["白", "陈"]) {
    const { order } = await (await tale.mini(name)).ask("POST", `/groupbuy-teams/${opened.team.team_id}/seats`, {});
    orders[name] = order.order_id;
  }
  const phone = await tale.outside("phone");
  await phone.goto(opened.team.page_url);
  await phone.getByText(/人/).first().waitFor();
  return { orders, link: opened.team.page_url };
}

async function pays(tale, { orders, link }) {
  for (const name of ["安", "陈"]) await (await tale.mini(name)).pays(orders[name]);
  await bankFails(tale.house, { kind: "drop_notification", times: 1 });
  await (await tale.mini("白")).taps(orders["白"]);
  await tale.later(4 * 60);
  const phone = await tale.outside("phone");
  await phone.goto(link);
  await tale.shows(phone, "已成团");
  tale.tells("three pay, one payment's notice is lost and found, and the team is complete");
}

async function handsOut(tale, { orders }) {
  const till = await tale.till("zhao");
  await button(till, "提货").click();
  await till.getByLabel("订单号，或末 6 位").fill(orders["安"]);
  await button(till, "查找").click();
  await till.locator("#orders li").getByRole("button", { name: "交付" }).click();
  await till.locator("#yes").click();
  await till.getByText(/已交付订单/).waitFor();
  await till.context().close();
  tale.tells("an order is handed out at the till");
}

async function openOrder(tale, order) {
  const page = await tale.at("boss", "订单");
  await page.getByRole("searchbox").first().fill(order);
  await page.getByRole("searchbox").first().press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.locator("tbody a").first().click();
  await page.locator(".left dd").waitFor();
  return page;
}

async function refunds(page, yuan, why) {
  await button(page, "退款").click();
  await inForm(page).getByLabel("退款金额").fill(yuan);
  await inForm(page).getByLabel("退款原因（顾客会在微信通知里看到）").fill(why);
  await inForm(page).getByRole("button", { name: `退 ¥${yuan}` }).click();
}

async function givesBack(tale, { orders }) {
  const page = await openOrder(tale, orders["安"]);
  await refunds(page, "9", "包装破损补偿");
  await page.locator(".refunds .state", { hasText: "已到账" }).waitFor();
  await bankFails(tale.house, { kind: "error", api: "refund", code: "USER_ACCOUNT_ABNORMAL", times: 1 });
  await openOrder(tale, orders["陈"]);
  await refunds(page, "5", "迟到补偿");
  await page.locator(".refunds .state", { hasText: "没退成" }).waitFor();
  await page.locator(".refunds").getByRole("button", { name: "撤销退款" }).click();
  await inForm(page).getByLabel("撤销原因（只有运营看得到）").fill("顾客账户已恢复，重新退款");
  await inForm(page).getByRole("button", { name: "撤销退款" }).click();
  await page.locator(".refunds .state", { hasText: "已撤销" }).waitFor();
  await refunds(page, "5", "迟到补偿");
  await page.locator(".refunds .state", { hasText: "已到账" }).waitFor();
  tale.tells("money goes back in part; a refund that is refused is let go of, and given anew");
}

async function fails(tale) {
  const [ding, fang] = [await tale.mini("丁"), await tale.mini("方")];
  const opened = await ding.ask("POST", `/groupbuys/${tale.activity}/teams`, {});
  const joined = await fang.ask("POST", `/groupbuy-teams/${opened.team.team_id}/seats`, {});
  await ding.pays(opened.order.order_id);
  await fang.pays(joined.order.order_id);
  await tale.later(24 * HOUR + 180);
  for (const [name, order] of [["丁", opened.order.order_id], ["方", joined.order.order_id]]) {
    const customer = await tale.mini(name);
    await tale.until(async () => (await customer.ask("GET", `/orders/${order}`)).status === "refunded", `${name} has the money back`);
  }
  const own = await tale.own("丁", "orders");
  await own.getByText("已退款").first().waitFor();
  await own.context().close();
  tale.tells("a team that is not complete in a day has failed, and both have their money back");
}
