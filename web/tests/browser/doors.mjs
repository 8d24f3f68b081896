/** The door: whoever signs out is back at it; whose role opens nothing reads whom to ask. */
import { button, DESK } from "./house.mjs";

export async function play(house) {
  const abroad = await house.signedIn(house.asked.owner, "/console", DESK, "en-GB");
  await button(abroad, "Sign out").click();
  await abroad.waitForURL(/wwlogin|sign-in/);
  house.holds(true, "whoever signs out is back at the door");
  const clerk = await house.signedIn(house.asked.clerk);
  await clerk.locator("main p").first().waitFor();
  house.holds((await clerk.locator("nav a").count()) === 0, "who may open no screen has no menu, and reads whom to ask");
}
