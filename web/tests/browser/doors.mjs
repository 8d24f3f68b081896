/** The door: whoever signs out is back at it; whose role opens one screen has that one in the menu. */
import { button, DESK } from "./house.mjs";

export async function play(house) {
  const abroad = await house.signedIn(house.asked.owner, "/console", DESK, "en-GB");
  await button(abroad, "Sign out").click();
  await abroad.waitForURL(/wwlogin|sign-in/);
  house.holds(true, "whoever signs out is back at the door");
  const clerk = await house.signedIn(house.asked.clerk);
  await clerk.locator("nav a").first().waitFor();
  house.holds((await clerk.locator("nav a").allTextContents()).join() === "今日", "a clerk's menu has what a clerk may open");
  house.holds((await clerk.getByRole("link", { name: "打开收银台" }).getAttribute("href")) === "/till", "and the till is a press away");
  house.holds((await clerk.locator(".figures").count()) === 0, "no number is shown to who may see none");
}
