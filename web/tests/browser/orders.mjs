/** 订单与退款 orders: found by number, its money adds up, a part goes back, one is refused for good, let go of, and asked for anew. */
import { asOwner, bankFails, customer } from "./customers.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/orders";

export async function play(house) {
  const desk = await house.signedIn(house.asked.owner, LIST);
  const order = await isBought(house, desk);
  await finds(house, desk, order);
  await givesAPartBack(house, desk);
  await isRefused(house, desk, order);
  await seesTheStuck(house, desk);
  house.isQuiet(409);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house, order);
  await inEnglish(house, order);
  house.isQuiet();
}

/** Two pieces of tea, bought and paid by the customer of the first story. */
async function isBought(house, page) {
  const sku = { name: "100 克", list_price: 6800, private_price: 5900, stock: 20 };
  const product = await asOwner(page, "POST", "/admin/v1/products", { name: `碧螺春 ${house.asked.mark}`, skus: [sku] });
  const buyer = await customer(house);
  const order = await buyer.ask("POST", "/shop-orders", { sku_id: product.skus[0].sku_id, quantity: 2 });
  await buyer.pays(order.order_id);
  return order.order_id;
}

async function finds(house, page, order) {
  await page.goto(house.asked.url + LIST);
  await page.locator("tbody tr").first().waitFor();
  await house.isSound(page, "orders");
  await page.getByRole("searchbox").first().fill(`${order.slice(0, 8)} ${order.slice(8)}`.toLowerCase());
  await page.getByRole("searchbox").first().press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.locator("tbody .state", { hasText: "待提货" }).waitFor();
  house.holds(true, "an order is found by its number, however it is typed");
  await button(page, "更多条件").click();
  await page.getByLabel("卖在哪里").selectOption("groupbuy");
  await page.getByText("没有符合条件的订单").waitFor();
  await house.isSound(page, "no order");
  await button(page, "清除条件").first().click();
  await page.getByLabel("卖在哪里").selectOption("shop");
  await page.locator("tbody a", { hasText: `碧螺春 ${house.asked.mark}` }).first().click();
  await page.locator(".left dd", { hasText: /^¥118$/ }).waitFor();
  house.holds(await page.getByText("小店", { exact: true }).isVisible(), "its page says what came in, and where it was sold");
  await house.isSound(page, "order");
}

async function givesAPartBack(house, page) {
  await button(page, "退款").click();
  const form = inForm(page);
  await form.getByLabel("退款金额").fill("200");
  await form.getByLabel("退款原因（顾客会在微信通知里看到）").fill("少发一件");
  await form.getByRole("button", { name: "退 ¥200" }).click();
  house.holds(await form.getByLabel("退款金额").evaluate((field) => field.matches(":invalid")), "more than is left is not sent");
  await form.getByLabel("退款金额").fill("9");
  await form.getByText("退 ¥9，余下 ¥109").waitFor();
  await house.isSound(page, "refund form");
  await form.getByRole("button", { name: "退 ¥9" }).click();
  await page.locator(".refunds .state", { hasText: "已到账" }).waitFor();
  await page.locator(".left dd", { hasText: /^¥109$/ }).waitFor();
  house.holds((await page.locator("tfoot strong").textContent()) === "¥109", "a part goes back, the page follows it, and the ledger comes to what is left");
  await house.isSound(page, "order with refund");
}

/** WeChat Pay refuses one for good: why stands there, and what to press. */
async function isRefused(house, page) {
  await bankFails(house, { kind: "error", api: "refund", code: "USER_ACCOUNT_ABNORMAL", times: 1 });
  await button(page, "退款").click();
  await inForm(page).getByLabel("退款金额").fill("5");
  await inForm(page).getByLabel("退款原因（顾客会在微信通知里看到）").fill("迟到补偿");
  await inForm(page).getByRole("button", { name: "退 ¥5" }).click();
  await page.locator(".refunds .state", { hasText: "没退成" }).waitFor();
  await page.locator(".refunds .problem").waitFor();
  house.holds(true, "a refund that WeChat Pay refused says why, in words");
}

async function seesTheStuck(house, page) {
  await page.goto(`${house.asked.url}/console/refunds`);
  await page.locator("tbody tr").first().waitFor();
  await house.isSound(page, "refunds");
  await page.locator("td.wide").getByRole("button", { name: "撤销退款" }).first().click();
  await inForm(page).getByLabel("撤销原因（只有运营看得到）").fill("改为现金退还");
  await house.isSound(page, "refund withdrawn");
  await inForm(page).getByRole("button", { name: "撤销退款" }).click();
  await inForm(page).waitFor({ state: "hidden" });
  await button(page, "全部退款").click();
  await page.locator("tbody .state", { hasText: "已撤销" }).first().waitFor();
  await house.isSound(page, "all refunds");
  await page.locator("tbody a").first().click();
  await page.locator(".left dd", { hasText: /^¥109$/ }).waitFor();
  house.holds(true, "let go of, its money is the order's again");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/orders?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "orders unreachable");
  await page.unroute("**/admin/v1/orders?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection the list of orders says so, and one press tries again");
}

async function onThePhone(house, order) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "orders");
  await button(phone, "更多条件").click();
  await house.isSound(phone, "orders looked for");
  await phone.goto(`${house.asked.url}${LIST}/${order}`);
  await phone.locator(".left dd").waitFor();
  await house.isSound(phone, "order");
  await button(phone, "退款").click();
  await inForm(phone).getByLabel("退款金额").waitFor();
  await house.isSound(phone, "refund form");
  await inForm(phone).getByRole("button", { name: "取消" }).click();
  await phone.goto(`${house.asked.url}/console/refunds?view=all`);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "refunds");
}

async function inEnglish(house, order) {
  const abroad = await house.signedIn(house.asked.owner, `${LIST}/${order}`, DESK, "en-GB");
  await abroad.getByText("Came in").waitFor();
  await house.isSound(abroad, "order in English");
}
