/** 角色与范围 roles and scopes: a role of the corp's own made from another, changed and deleted, each taken back; given with a
 *  scope; who may do what, found by words. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const [PEOPLE, SETS, MATRIX] = ["/console/roles", "/console/roles/sets", "/console/roles/rights"];

export async function play(house) {
  const { asked } = house;
  const name = `督导 ${asked.mark}`.slice(0, 20);
  const desk = await house.signedIn(asked.owner, SETS);
  await desk.locator("tbody tr").first().waitFor();
  await house.isSound(desk, "roles");
  await makes(house, desk, name);
  await gives(house, desk, name);
  await drops(house, desk, name);
  await finds(house, desk);
  house.isQuiet(400);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, MATRIX, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "who may do what");
  await phone.goto(asked.url + PEOPLE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "people with roles");
  const abroad = await house.signedIn(asked.owner, `${SETS}/service`, DESK, "en-GB");
  await abroad.getByText("This role comes with Siyu").waitFor();
  await house.isSound(abroad, "role in English");
  house.isQuiet();
}

async function makes(house, page, name) {
  await page.locator("tbody tr", { hasText: "只看，不改任何东西" }).getByRole("link", { name: "复制" }).click();
  await page.locator(".group").first().waitFor();
  await house.isSound(page, "own role form");
  const field = page.getByLabel("角色名称");
  await field.fill("   ");
  await button(page, "建立").click();
  await page.locator(".field .wrong").waitFor();
  house.holds(true, "a role without a name is refused at its field");
  await field.fill(name);
  await page.getByLabel("给会员打标签、去标签").check();
  await house.isSound(page, "own role refused");
  await button(page, "建立").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  house.holds(true, "a role is made from one that comes with it");
  await page.getByLabel("给会员打标签、去标签").uncheck();
  await button(page, "保存").click();
  await page.getByText(`「${name}」已保存`).waitFor();
  await button(page, "撤销").click();
  await page.waitForFunction(() => [...document.querySelectorAll(".group label")].find((one) => one.textContent.includes("给会员打标签、去标签"))?.querySelector("input").checked);
  house.holds(true, "what was changed in it is taken back by a press");
}

async function gives(house, page, name) {
  await page.getByRole("link", { name: "角色与范围", exact: true }).click();
  await page.locator("tbody tr").first().waitFor();
  await house.isSound(page, "people with roles");
  await button(page, "给同事分配角色").click();
  await inForm(page).getByRole("searchbox").fill("门店小赵");
  await inForm(page).locator("li button", { hasText: "门店小赵" }).first().click();
  await inForm(page).getByLabel("角色", { exact: true }).selectOption({ label: name });
  await inForm(page).locator("ul li").first().waitFor();
  house.holds((await inForm(page).locator("section li").count()) > 5, "what a role of one's own may do is said before it is given");
  await inForm(page).getByLabel("自己的客户").check();
  await button(inForm(page), "保存").click();
  const line = page.locator("tbody tr", { hasText: "门店小赵" });
  await line.filter({ hasText: name }).waitFor();
  house.holds((await line.textContent()).includes("自己的客户"), "it is given with its scope");
  await page.goto(`${house.asked.url}${SETS}`);
  await page.locator("tbody tr", { hasText: name }).getByRole("link", { name: "1 人" }).click();
  await page.waitForURL(/role=/);
  await line.waitFor();
  house.holds((await page.locator("tbody tr").count()) === 1, "a role leads to who has it");
  await button(line, "收回").click();
  await page.getByText("没有符合条件的人。").waitFor();
  await button(page, "撤销").click();
  await line.waitFor();
  house.holds(true, "taken away, and given back by a press");
  await button(line, "修改角色").click();
  await inForm(page).getByLabel("角色", { exact: true }).selectOption({ label: "门店员工" });
  await inForm(page).getByLabel("自己工作的门店").check();
  await button(inForm(page), "保存").click();
  await page.getByText("没有符合条件的人。").waitFor();
}

async function drops(house, page, name) {
  await page.goto(house.asked.url + SETS);
  const line = page.locator("tbody tr", { hasText: name });
  await button(line, "删除").click();
  await line.waitFor({ state: "detached" });
  await button(page, "撤销").click();
  await line.waitFor();
  house.holds(true, "a role that nobody has is deleted, and made again by a press");
  await button(line, "删除").click();
  await line.waitFor({ state: "detached" });
}

async function finds(house, page) {
  await page.getByRole("link", { name: "谁能做什么" }).click();
  await page.locator(".matrix tbody tr").first().waitFor();
  await house.isSound(page, "who may do what");
  await page.getByRole("searchbox").fill("为订单退款");
  await page.getByRole("searchbox").press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody .yes").length === 1);
  house.holds(true, "who may refund is found by a word");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/operators", (route) => route.abort());
  await page.goto(house.asked.url + PEOPLE);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/operators");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}
