/** 员工与角色 staff and roles: the directory brought up to date, a role given with its scope and taken back, somebody found. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/staff";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  await desk.locator("tbody tr").first().waitFor();
  await house.isSound(desk, "staff");
  await button(desk, "立即同步").click();
  await desk.getByText("通讯录已同步").waitFor();
  house.holds(true, "the directory is brought up to date by a press");
  await gives(house, desk);
  await finds(house, desk);
  await button(desk, "清除条件").click();
  await desk.locator("tbody tr").first().waitFor();
  house.isQuiet();
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "staff");
  const abroad = await house.signedIn(asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "staff in English");
  house.isQuiet();
}

async function finds(house, page) {
  await page.getByRole("searchbox").fill("陈明");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await button(page, "陈明").click();
  await page.getByRole("dialog").getByText("不属于任何门店").or(page.getByRole("dialog").locator("dd", { hasText: "店" })).first().waitFor();
  await house.isSound(page, "member of staff");
  await button(page, "关闭").click();
  house.holds(true, "somebody is found by name, and who they are is a press away");
  await page.getByRole("searchbox").fill("没有这个人");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的员工。").waitFor();
}

async function gives(house, page) {
  const line = page.locator("tbody tr", { hasText: "陈明" });
  const role = line.locator("td").nth(3);
  await page.locator("tbody").getByText("所有者").waitFor();
  const before = (await role.textContent()).trim();
  await line.getByRole("button", { name: /角色$/ }).click();
  await inForm(page).getByLabel("角色", { exact: true }).selectOption({ label: "导购顾问" });
  await inForm(page).locator("ul li").first().waitFor();
  await inForm(page).getByLabel("自己的客户").check();
  await house.isSound(page, "role form");
  await button(inForm(page), "保存").click();
  await line.getByText("导购顾问").waitFor();
  house.holds((await line.textContent()).includes("自己的客户"), "a role is given with its scope");
  await button(page, "撤销").click();
  await role.getByText(before.split(" ")[0]).waitFor();
  house.holds(true, "and taken back by one press");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/staff?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/staff?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
