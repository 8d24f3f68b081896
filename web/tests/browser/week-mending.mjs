/** Wednesday: a typo that customers have read already, and a wrong price that two have paid. */
import { asOwner } from "./customers.mjs";
import { button, inForm } from "./house.mjs";
import { looksUp, redeems } from "./tasks.mjs";
import { COUPON, MENDED, RIGHT, saysWelcome } from "./week-campaign.mjs";

const TEA = "碧螺春";
const WHY = "标价有误，全额退款，敬请谅解";

export async function mendsTypos(week) {
  const page = await week.opens("lin", "优惠券", week.called(COUPON));
  await button(page, "修改").first().click();
  await inForm(page).getByLabel("券名称").fill(week.called(MENDED));
  await button(inForm(page), "保存").click();
  await page.getByRole("heading", { level: 1, name: week.called(MENDED) }).waitFor();
  week.coupon = await week.codeOf("竹", MENDED);
  week.tells("a coupon's name is mended, and so is the one that customers hold");
  const tang = await week.opens("tang", "活码", week.called("SH01 门口立牌"));
  await tang.getByRole("link", { name: "修改", exact: true }).click();
  await saysWelcome(tang, RIGHT);
  const till = await week.till("yubo");
  await looksUp(till, week.coupon, "168", "¥148");
  await redeems(till);
  await till.context().close();
  week.tells("the mended coupon is redeemed at the till");
}

export async function sells(week) {
  const page = await week.at("zhou", "货盘");
  await page.getByRole("link", { name: "新建商品" }).first().click();
  await page.getByLabel("商品名称（顾客可见）").fill(week.called(TEA));
  await page.getByLabel("规格名称").fill("100 克");
  await page.getByLabel("原价").fill("120");
  await page.getByLabel("私域价").fill("69");
  await page.getByLabel("库存（件）").fill("20");
  await button(page, "建好并上架").click();
  await page.getByRole("heading", { level: 1, name: week.called(TEA) }).waitFor();
  week.keeps(page);
  const { items } = await asOwner(page, "GET", "/admin/v1/stores?limit=100");
  const store_id = items.find((one) => one.name === week.called("徐汇店")).store_id;
  for (const name of ["梅", "竹"]) week.orders[name] = await buys(week, name, store_id);
  week.tells("two customers buy at the wrong price, and pay");
  const lin = await week.at("lin", "货盘");
  await week.finds(lin, week.called(TEA));
  await lin.locator("tbody").getByRole("button", { name: "下架" }).click();
  await lin.locator("tbody .state", { hasText: "已下架" }).waitFor();
  const lan = await week.mini("兰");
  await week.until(async () => (await skuOf(lan, week)) === undefined, "the product is gone from the shop");
  week.tells("off the shelf by one press, and gone from the shop");
}

async function skuOf(customer, week) {
  const { items } = await customer.ask("GET", "/products?limit=100");
  return items.find((one) => one.name === week.called(TEA))?.skus[0];
}

async function buys(week, name, store_id) {
  const buyer = await week.mini(name);
  const sku = await skuOf(buyer, week);
  const order = await buyer.ask("POST", "/shop-orders", { sku_id: sku.sku_id, quantity: 1, store_id });
  await buyer.pays(order.order_id);
  return order.order_id;
}

export async function mendsPrice(week) {
  const page = await week.opens("zhou", "货盘", week.called(TEA));
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel("私域价").fill("96");
  await button(page, "保存").click();
  await page.locator(".prices", { hasText: "私域价 ¥69 → ¥96" }).waitFor();
  await button(page, "上架").click();
  await page.locator(".state", { hasText: "在售" }).waitFor();
  const lan = await week.mini("兰");
  await week.until(async () => (await skuOf(lan, week))?.private_price === 9600, "customers see the right price");
  week.tells("the price is mended, who changed it stands beside it, and customers see the right one");
}

export async function refunds(week) {
  for (const name of ["梅", "竹"]) {
    const page = await week.at("boss", "订单");
    await page.getByRole("searchbox").first().fill(week.orders[name]);
    await page.getByRole("searchbox").first().press("Enter");
    // The list of the search before may still stand there.
    await page.locator("tbody tr", { hasText: week.called(name) }).locator("a", { hasText: week.called(TEA) }).first().click();
    await button(page, "退款").click();
    await inForm(page).getByLabel("全部余款").check();
    await inForm(page).getByLabel("退款原因（顾客会在微信通知里看到）").fill(WHY);
    await inForm(page).getByRole("button", { name: "退 ¥69" }).click();
    await page.locator(".refunds .state", { hasText: "已到账" }).waitFor();
    week.keeps(page);
  }
  const own = await week.own("梅", "orders");
  await own.getByText("已退款").first().waitFor();
  await own.context().close();
  week.tells("both have all of their money back, and see it on their own page");
}

export async function scansAgain(week) {
  await week.joins("菊", week.codes["SH01 门口立牌"], RIGHT);
  week.tells("the next customer scans the same printed code, and reads the mended welcome");
}
