/** /phone on the local cloud: three people side by side, each with their own session, and a story by presses. */
import { button, DESK, PHONE } from "./house.mjs";

const STEPS = 4;

export async function play(house) {
  const page = await (await house.browser.newContext({ viewport: DESK })).newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => house.messages.push(error.message));
  await page.goto(`${house.asked.url}/phone`);
  await page.frameLocator("#clerk").getByText("收银台").first().waitFor();
  await page.frameLocator("#customer").locator(".device").waitFor();
  await page.frameLocator("#staff").getByText("员工端").first().waitFor();
  house.holds(true, "a customer, a member of staff and a clerk sit side by side");
  await button(page, "扫码入会").click();
  for (let played = 0; played < STEPS; played++) {
    await page.locator("#on:not([disabled])").waitFor();
    house.holds((await page.locator("#steps li").count()) === played + 1, "a step waits to be pressed");
    await button(page, "下一步").click();
    await page.locator("#steps li").nth(played + 1).waitFor();
  }
  house.holds((await page.locator("#why").textContent()) === "", "and holds what it promises");
  await button(page, "换一个故事").click();
  await button(page, "扫码入会").waitFor();
  await button(page, "后台").click();
  await page.frameLocator("#console").getByRole("heading", { level: 1 }).waitFor();
  house.holds(true, "the console stands beside them, signed in");
  await house.isSound(page, "three phones");
  await page.setViewportSize(PHONE);
  await house.isSound(page, "three phones on one");
  house.isQuiet(401);
}
