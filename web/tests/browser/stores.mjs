/** 门店 stores: made with who works there, mended, closed and opened again, found; many at once from a table. */
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
  await looks(house, desk, name);
  await imports(house, desk);
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
  await phone.getByRole("link", { name: "批量导入" }).click();
  await button(phone, "下载模板").waitFor();
  await house.isSound(phone, "import");
  const abroad = await house.signedIn(asked.owner, LIST, DESK, "en-GB");
  await abroad.locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "stores in English");
  house.isQuiet();
}

async function picks(page, list, press, who) {
  const picker = inForm(page).getByRole("group", { name: list });
  await picker.getByRole("button", { name: press }).click();
  await picker.getByPlaceholder("按姓名查找员工").fill(who);
  await picker.getByRole("button", { name: who, exact: true }).click();
}

async function looks(house, page, name) {
  await button(page, name).click();
  await page.getByRole("dialog").getByText("门店小赵").waitFor();
  await page.getByRole("dialog").getByText("没有活码或待提货订单属于这家店。").waitFor();
  await house.isSound(page, "store");
  await page.getByRole("dialog").getByRole("button", { name: "关闭", exact: true }).click();
  house.holds(true, "who works at a store, and what names it, is a press away");
}

async function imports(house, page) {
  const { mark } = house.asked;
  await page.getByRole("link", { name: "批量导入" }).click();
  await house.isSound(page, "import");
  const [taken] = await Promise.all([page.waitForEvent("download"), button(page, "下载模板").click()]);
  house.holds(taken.suggestedFilename() === "门店.csv", "a template is there to fill in");
  const file = (csv) => ({ name: "stores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.locator("input[type=file]").setInputFiles(file("电话\n1\n"));
  await page.getByRole("alert").waitFor();
  house.holds((await page.getByRole("alert").textContent()).includes("表头"), "what is no table of stores is refused with the reason");
  await page.locator("input[type=file]").setInputFiles(file(`编号,名称,区域,店长\nA${mark},徐汇店 ${mark},华东,\nB${mark},浦东店 ${mark},华东,nobody\n`));
  await button(page, "导入这 1 家").waitFor();
  await page.locator("tbody tr", { hasText: "nobody" }).waitFor();
  await house.isSound(page, "import looked at");
  house.holds(true, "each line says what it would do, or why it cannot");
  await button(page, "导入这 1 家").click();
  await page.getByRole("link", { name: "看门店" }).waitFor();
  await page.locator(".rejects tbody tr").first().waitFor();
  await house.isSound(page, "import done");
  const [left] = await Promise.all([page.waitForEvent("download"), button(page, "下载问题清单").click()]);
  house.holds(left.suggestedFilename() === "没有导入的行.csv", "what was not taken is there to take along");
  await page.getByRole("link", { name: "看门店" }).click();
  await page.locator("tbody tr", { hasText: `徐汇店 ${mark}` }).waitFor();
  house.holds(true, "and the store is there");
}

async function makes(house, page, name) {
  await button(page, "新建门店").first().click();
  await inForm(page).getByLabel("编号").fill(`S${house.asked.mark}`);
  await inForm(page).getByLabel("名称").fill(name);
  await inForm(page).getByLabel("区域（可新写一个）").fill("华东");
  await picks(page, "店长", "选择员工", "王店长");
  await picks(page, "核销店员", "添加员工", "门店小赵");
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
