/** 门店 stores: made with who works there, mended, closed and opened again, found. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/stores";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  const name = `静安店 ${asked.mark}`;
  await desk.locator(".listed-empty, tbody tr").first().waitFor();
  await house.isSound(desk, "stores");
  await makes(house, desk, name);
  await mends(house, desk, name);
  const line = desk.locator("tbody tr", { hasText: name });
  await line.getByRole("button", { name: "停业" }).click();
  await line.getByText("已停业").waitFor();
  await button(desk, "撤销").click();
  await line.getByText("营业", { exact: true }).waitFor();
  house.holds(true, "a store is closed, and opened again by one press");
  await desk.getByRole("searchbox").fill(name);
  await desk.getByRole("searchbox").press("Enter");
  await desk.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  house.isQuiet(400, 409, 422);
  const phone = await house.signedIn(asked.owner, LIST, PHONE);
  await phone.locator("tbody tr").first().waitFor();
  await house.isSound(phone, "stores");
  const abroad = await house.signedIn(asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "stores in English");
  house.isQuiet();
}

async function makes(house, page, name) {
  await button(page, "新建门店").first().click();
  await inForm(page).getByLabel("编号").fill(`S${house.asked.mark}`);
  await inForm(page).getByLabel("名称").fill(name);
  await inForm(page).getByLabel("区域（可新写一个）").fill("华东");
  await inForm(page).getByLabel("店长", { exact: true }).selectOption({ label: "王店长" });
  await inForm(page).getByRole("group", { name: "核销店员" }).getByLabel("门店小赵").check();
  await house.isSound(page, "store form");
  await button(inForm(page), "保存").click();
  await page.locator("tbody tr", { hasText: name }).getByText("王店长").waitFor();
  house.holds(true, "a store is made, with its manager and a clerk");
}

async function mends(house, page, name) {
  await button(page, "新建门店").first().click();
  await inForm(page).getByLabel("编号").fill(`S${house.asked.mark}`);
  await inForm(page).getByLabel("名称").fill("同号店");
  await button(inForm(page), "保存").click();
  await inForm(page).getByRole("alert").waitFor();
  house.holds((await inForm(page).locator(".field .wrong").count()) > 0, "a number that another store has is refused at its field");
  page.once("dialog", (asks) => asks.accept());
  await button(inForm(page), "取消").click();
  await page.locator("tbody tr", { hasText: name }).getByRole("button", { name: "修改" }).click();
  await inForm(page).getByLabel("地址").fill("南京西路 1 号");
  await button(inForm(page), "保存").click();
  await page.locator("tbody tr", { hasText: name }).getByText("南京西路 1 号").waitFor();
  house.holds(true, "and it is mended");
}
