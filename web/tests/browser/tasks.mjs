/** What is done on more than one of the long walks. */
import { button } from "./house.mjs";

/** As a field for date and time is filled in, by the corp's clocks. */
export const typed = (moment) => new Date(moment + 8 * 3600_000).toISOString().slice(0, 16);

/** A table as a file that somebody picks. */
export const table = (name, csv) => ({ name, mimeType: "text/csv", buffer: Buffer.from(csv) });

/** A coupon: so much off from so much on. */
export async function makesCoupon(walk, who, name, [threshold, off]) {
  const page = await walk.at(who, "优惠券");
  await page.getByRole("link", { name: "新建优惠券" }).first().click();
  await page.getByLabel("券名称").fill(walk.called(name));
  await page.getByLabel("订单满").fill(threshold);
  await page.getByLabel("减", { exact: true }).fill(off);
  await page.getByLabel("总共发多少张").fill("100");
  await button(page, "建好并开放领取").click();
  await page.getByRole("heading", { level: 1, name: walk.called(name) }).waitFor();
  return page;
}

/** At a till: what would be paid of an order. */
export async function looksUp(till, code, yuan, payable) {
  await till.getByLabel("券码").fill(code);
  await till.getByLabel("订单金额（元）").fill(yuan);
  await button(till, "查询").click();
  await till.locator("#payable", { hasText: payable }).waitFor();
}

export async function redeems(till) {
  await till.locator("#go").click();
  await till.getByRole("heading", { name: "核销成功" }).waitFor();
}

/** A text passes three people, one after the other, at the desk of those who review. */
export async function passesReviews(walk, name, people) {
  const said = ["已通过内容审", "已通过合规审", "三审全部通过"];
  for (const [turn, who] of people.entries()) {
    const page = await walk.at(who, "审核台");
    await page.locator(".queue button", { hasText: walk.called(name) }).click();
    await page.locator(".reading h2", { hasText: walk.called(name) }).waitFor();
    await button(page, "通过").click();
    await page.getByText(`「${walk.called(name)}」${said[turn]}`).waitFor();
  }
  walk.tells("three people pass it, each at their own desk");
}
