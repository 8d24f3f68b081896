/** 使用说明 guide: each screen leads to its page of it, in the language that is shown; pages lead to each other; whole on a phone. */
import { DESK, PHONE } from "./house.mjs";

const TITLE = { name: "使用说明", exact: true };

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/live-codes");
  const [how] = await Promise.all([desk.waitForEvent("popup"), desk.getByRole("link", { name: "这一页怎么用" }).click()]);
  await how.getByText("谁可以").first().waitFor();
  house.holds((await how.getByRole("heading", { level: 1 }).innerText()) === "活码", "a screen leads to its page of the guide, beside what was begun");
  await house.isSound(how, "guide live codes");
  const picture = how.locator(".pictures img").first();
  const [width, height] = await picture.evaluate((one) => [one.width, one.height]);
  await picture.scrollIntoViewIfNeeded();
  await how.waitForFunction((one) => one.complete && one.naturalWidth > 0, await picture.elementHandle());
  const now = await picture.evaluate((one) => [one.width, one.height, one.alt]);
  house.holds(now[0] === width && now[1] === height && now[2] !== "", "it shows its pictures, and nothing moves as they come", now);
  house.holds(!(await how.locator("details").getAttribute("open")), "what engineers need is folded below it");
  await how.getByRole("main").getByRole("link", TITLE).click();
  await how.getByRole("link", { name: "第一周", exact: true }).first().click();
  await how.getByText("一天做一件").first().waitFor();
  await house.isSound(how, "guide first week");
  await how.goto(`${asked.url}/console/guide/nothing`);
  await how.getByText("没有这一页").waitFor();
  house.holds(true, "and its pages to each other; what is none says so");
  const phone = await house.signedIn(asked.clerk, "/console/guide/posts", PHONE);
  await phone.getByText("谁可以").first().waitFor();
  await house.isSound(phone, "guide posts");
  const abroad = await house.signedIn(asked.owner, "/console/guide/limits", DESK, "en-GB");
  await abroad.getByText("Who may").first().waitFor();
  house.holds((await abroad.getByRole("heading", { level: 1 }).innerText()) === "What we refuse and why", "in the language that is shown");
  await house.isSound(abroad, "guide limits in English");
  house.isQuiet();
}
