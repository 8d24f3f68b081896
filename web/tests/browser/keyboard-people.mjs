/** By the keyboard alone, who is served and who serves: members, staff, departures, what is checked, content and its review. */
import { asAsked, staffed } from "./content-staff.mjs";
import { Keys } from "./keys.mjs";

export async function play(house) {
  await staffed(house);
  const page = await house.signedIn(house.asked.owner);
  await new Keys(house, page).plays({ members, staff, departures, setup });
  const writer = await house.signedIn("ming");
  await new Keys(house, writer).plays({ content });
  const reviewer = await house.signedIn("lily");
  await new Keys(house, reviewer).plays({ review });
  house.isQuiet(400, 404, 409, 422);
}

async function members(house, page, keys) {
  await keys.goTo("会员");
  await page.locator("tbody tr").first().waitFor();
  await keys.press("已流失");
  await page.waitForURL(/stage=lost/);
  await keys.press("全部", { back: true });
  await page.locator("tbody tr").first().waitFor();
  await keys.press("更多条件");
  await keys.choose("员工", /^(?!不限|全部|任)/);
  await page.waitForURL(/staff=/);
  await keys.press(/^去掉条件/);
  await page.waitForURL((url) => !url.search.includes("staff="));
  await page.locator("tbody tr").first().waitFor();
  await keys.isHere("a condition is set and taken off by keys, and the focus stays");
  await keys.opensAndEscapes("导出", { back: true });
  await keys.tick(/^选择 |^选/, { tag: "INPUT", row: "" });
  await keys.press("改标签", { back: true });
  await keys.press("开始");
  await keys.isLedTo("打上这些标签");
  await keys.choose("打上这些标签", /^(?!选择|请)/);
  await page.locator("dialog li button").first().waitFor();
  await keys.press(/^去掉/);
  house.holds((await keys.isHere()).inDialog, "a tag taken out leaves the focus in the form");
  await page.keyboard.press("Escape");
  await keys.isHere();
  await keys.press(/./, { tag: "A", row: "会员" , far: 3 }).catch(() => undefined);
}
