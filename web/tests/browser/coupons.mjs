/** 优惠券 coupons: made in yuan and read back, filled up, stopped and taken back, changed under somebody else's hands, found again. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/coupons";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  const name = `会员日券 ${asked.mark}`;
  await desk.locator("tbody tr, .listed-empty").first().waitFor();
  await house.isSound(desk, "coupons");
  await makes(house, desk, name);
  await house.isSound(desk, "coupon");
  await fillsUp(house, desk);
  await pausesAndTakesBack(house, desk);
  await meetsAnother(house, desk, name);
  await endsAndTakesBack(house, desk);
  await givesAndTakesBack(house, desk);
  await copies(house, desk, `${name}（新）`);
  await finds(house, desk, `${name}（新）`);
  await asksAboutPromises(house, desk);
  await reverses(house, desk);
  house.isQuiet(400, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house);
  await inEnglish(house);
  house.isQuiet();
}

async function makes(house, page, name) {
  await page.getByRole("link", { name: "新建优惠券" }).first().click();
  const amount = page.getByLabel("减", { exact: true });
  await amount.waitFor();
  await button(page, "建好并开放领取").click();
  house.holds(await page.getByLabel("券名称").evaluate((field) => field.matches(":invalid")), "a coupon without a name is not sent");
  await page.getByLabel("券名称").fill(name);
  await page.getByLabel("订单满").fill("100");
  await amount.fill("19.999");
  house.holds(await amount.evaluate((field) => field.matches(":invalid")), "an amount of three decimals is none");
  await amount.fill("200");
  await page.getByLabel("总共发多少张").fill("50");
  house.holds((await page.locator(".phone .worth").textContent()) === "¥200", "the phone beside it shows what the customer gets");
  await button(page, "建好并开放领取").click();
  await page.locator(".field .wrong").first().waitFor();
  house.holds((await page.locator(".field .wrong").textContent()).includes("¥100"), "more off than the order is worth is refused at its field, in yuan");
  await house.isSound(page, "coupon form refused");
  await amount.fill("60");
  house.holds((await page.locator(".rule").textContent()) === "满 100 元减 60 元，领取后 30 天内有效，每人限领 1 张", "what is typed is read back as a sentence");
  await button(page, "建好并开放领取").click();
  await page.getByLabel("不寻常，但确认无误").check();
  await house.isSound(page, "coupon form asked");
  await button(page, "建好并开放领取").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.locator(".figures").waitFor();
  house.holds(/\/console\/coupons\/\w+$/.test(page.url()), "the unusual is made once it is meant, and its page opens");
}

const left = (page, number) => page.locator(".figures dd", { hasText: new RegExp(`^${number}$`) }).first();

async function fillsUp(house, page) {
  await button(page, "加库存").click();
  await inForm(page).getByLabel("再加多少张").fill("10");
  await inForm(page).getByText("总量 60 张").waitFor();
  await house.isSound(page, "coupon filled up");
  await inForm(page).getByRole("button", { name: "加库存" }).click();
  await left(page, 60).waitFor();
  await button(page, "撤销").click();
  await left(page, 50).waitFor();
  house.holds(true, "more of a coupon is there at once, and taken back by one press");
}

async function pausesAndTakesBack(house, page) {
  await button(page, "暂停领取").click();
  await page.locator(".state", { hasText: "已暂停" }).first().waitFor();
  house.holds((await page.locator(".phone .who").textContent()).includes("暂停"), "while it is paused the customer's phone says so");
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "领取中" }).first().waitFor();
  house.holds(true, "a pause is taken back by one press");
}

/** Somebody else changes it while the form is open. */
async function meetsAnother(house, page, name) {
  await button(page, "修改").first().click();
  await inForm(page).getByLabel("使用说明（顾客可见）").fill("堂食可用");
  const changed = await page.evaluate(async (name) => {
    const at = `/admin/v1/coupon-templates/${location.pathname.split("/").at(-1)}`;
    const headers = { "Content-Type": "application/json", "X-Siyu-Console": "1" };
    const { revision } = await (await fetch(at)).json();
    return (await fetch(at, { method: "PUT", headers, body: JSON.stringify({ name, stock: 70, revision }) })).status;
  }, name);
  house.holds(changed === 200, "somebody else changes it meanwhile", changed);
  await button(page, "保存").click();
  await page.getByText("别人刚改过这张券").waitFor();
  await left(page, 70).waitFor();
  house.holds((await inForm(page).getByLabel("使用说明（顾客可见）").inputValue()) === "堂食可用", "somebody else's change is shown, and what was typed stays");
  await button(page, "保存").click();
  await inForm(page).waitFor({ state: "hidden" });
  await page.locator(".phone .usage", { hasText: "堂食可用" }).waitFor();
  await left(page, 70).waitFor();
  house.holds(true, "saved once more, both changes are there");
}

async function endsAndTakesBack(house, page) {
  await button(page, "结束领取").click();
  await page.locator(".state", { hasText: "已结束" }).first().waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "领取中" }).first().waitFor();
  house.holds(true, "an end of claiming is taken back too");
}

async function givesAndTakesBack(house, page) {
  await button(page, "发给会员").click();
  await inForm(page).locator("li input").first().check();
  await house.isSound(page, "coupon given");
  await inForm(page).getByRole("button", { name: "发给会员" }).click();
  await page.locator("tbody .state", { hasText: "未使用" }).waitFor();
  await left(page, 69).waitFor();
  await button(page, "撤销").click();
  await page.locator("tbody .state", { hasText: "已作废" }).waitFor();
  await button(page, "补发").click();
  await page.locator("tbody .state", { hasText: "未使用" }).waitFor();
  house.holds((await page.locator(".listed tbody tr").count()) === 2, "a coupon is given to a member, taken back, and issued again");
  await house.isSound(page, "coupon with holders");
}

async function copies(house, page, name) {
  await page.getByRole("link", { name: "复制一张" }).click();
  await page.getByLabel("券名称").waitFor();
  house.holds((await page.getByLabel("减", { exact: true }).inputValue()) === "60", "a copy begins with the amounts of the first");
  await page.getByLabel("减", { exact: true }).fill("19.9");
  await page.getByLabel("任何会员都能领").check();
  await button(page, "建好并开放领取").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("满 100 元减 19.90 元").waitFor();
  house.holds(true, "and becomes a coupon of its own, to the fen");
}

async function finds(house, page, name) {
  await page.goto(new URL(LIST, page.url()).href);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await page.locator("tbody tr").getByText("剩 70 / 70 张").waitFor();
  await page.locator("tbody").getByRole("button", { name: "暂停领取" }).click();
  await page.locator("tbody .state", { hasText: "已暂停" }).waitFor();
  await button(page, "撤销").click();
  await page.locator("tbody .state", { hasText: "领取中" }).waitFor();
  house.holds(true, "it is found by its name, and stopped and opened where it stands");
  await page.getByRole("searchbox").fill("没有这样的券");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的优惠券。").waitFor();
  await house.isSound(page, "no coupon");
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
}

/** The coupon of the first story is given by a live code, which is named before it is stopped. */
async function asksAboutPromises(house, page) {
  await page.goto(`${new URL(LIST, page.url()).href}?q=${encodeURIComponent("入会满减券")}`);
  await page.locator("tbody").getByRole("button", { name: "暂停领取" }).first().click();
  await inForm(page).getByText("仍在发放该优惠券").waitFor();
  await house.isSound(page, "coupon asked about");
  await inForm(page).getByRole("button", { name: "仍然继续" }).click();
  await page.locator("tbody .state", { hasText: "已暂停" }).waitFor();
  await button(page, "撤销").click();
  await page.locator("tbody .state", { hasText: "领取中" }).first().waitFor();
  house.holds(true, "who still gives a coupon is named before it is stopped");
}

async function reverses(house, page) {
  await page.locator("tbody a", { hasText: "入会满减券" }).first().click();
  const reverse = button(page, "撤销核销").first();
  await page.locator(".listed code").first().waitFor();
  // Told twice on one cloud, the first time has taken it back.
  if ((await reverse.count()) === 0) return;
  await reverse.click();
  await inForm(page).getByLabel("原因（顾客看不到）").fill("顾客退货");
  await inForm(page).getByRole("button", { name: "撤销核销" }).click();
  await page.locator("td.wide", { hasText: "撤销过一次核销" }).first().waitFor();
  house.holds(true, "a redemption is reversed, and it says who did it");
}

async function meetsTrouble(house, page) {
  const list = new URL(LIST, page.url()).href;
  await page.route("**/admin/v1/coupon-templates?*", (route) => route.abort());
  await page.goto(list);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "coupons unreachable");
  await page.unroute("**/admin/v1/coupon-templates?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection the list of coupons says so, and one press tries again");
}

async function onThePhone(house) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "coupons");
  await phone.locator("tbody a").first().click();
  await phone.locator(".figures").waitFor();
  await house.isSound(phone, "coupon");
  await phone.getByRole("link", { name: "复制一张" }).click();
  await phone.getByLabel("券名称").waitFor();
  await house.isSound(phone, "coupon form");
}

async function inEnglish(house) {
  const abroad = await house.signedIn(house.asked.owner, LIST, DESK, "en-GB");
  await abroad.getByRole("heading", { level: 1, name: "Coupons" }).waitFor();
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "coupons in English");
}
