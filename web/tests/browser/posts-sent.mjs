/** 定时群发 posts, once a tick has come: who has not sent it is reminded, the rest is taken back. Comes after `posts`. */
import { button, inForm } from "./house.mjs";

const LIST = "/console/posts";

export async function play(house) {
  const page = await house.signedIn(house.asked.owner, LIST);
  const name = `马上发 ${house.asked.mark}`;
  await page.goto(`${house.asked.url}${LIST}?q=${encodeURIComponent(name)}`);
  await page.locator("tbody a", { hasText: name }).first().click();
  const staff = page.locator(".execution .done strong");
  for (let look = 0; look < 12 && (await staff.count()) === 0; look += 1) {
    await staff.waitFor({ timeout: 10_000 }).catch(() => page.reload());
  }
  house.holds((await staff.textContent()) === "0", "staff are asked, and none has sent it yet");
  const store = page.locator(".execution details").first();
  if ((await store.getAttribute("open")) === null) await store.locator("summary").click();
  await page.locator(".execution li .state", { hasText: "未发送" }).first().waitFor();
  await page.getByText("汇总于").waitFor();
  await house.isSound(page, "post being sent");
  await button(page, "提醒没发的员工").click();
  await page.getByText(/已提醒 \d+ 位/).waitFor();
  await button(page, "撤回没发的").click();
  await inForm(page).getByText("收不回来").waitFor();
  await house.isSound(page, "post taken back");
  await inForm(page).getByRole("button", { name: "撤回没发的" }).click();
  await page.getByText("正在收回").first().waitFor();
  house.holds(true, "who has not sent it is reminded, and the rest is taken back, as it says");
  house.isQuiet(404);
}
