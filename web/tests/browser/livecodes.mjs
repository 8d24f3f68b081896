/** 活码 live codes: made, with a welcome by the hour, mended, copied, paused and taken back, one and several; many made from
 *  a table; printed, one and several; found again; without a connection; at a desk, on a phone, in English. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const LIST = "/console/live-codes";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, LIST);
  const name = `门口立牌 ${asked.mark}`;
  await house.isSound(desk, "live codes");
  await makes(house, desk, name);
  await house.isSound(desk, "live code");
  await mends(house, desk, name);
  await prints(house, desk);
  await copies(house, desk, `${name}（新）`);
  await pausesAndTakesBack(house, desk);
  await finds(house, desk, `${name}（新）`);
  await imports(house, desk);
  house.isQuiet(400, 409, 422);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  await onThePhone(house);
  await inEnglish(house);
  house.isQuiet(401);
}

async function makes(house, page, name) {
  await page.getByRole("link", { name: "新建活码" }).first().click();
  await page.getByRole("heading", { level: 1, name: "新建活码" }).waitFor();
  await button(page, "保存").click();
  house.holds(await page.getByLabel("名称", { exact: true }).evaluate((field) => field.matches(":invalid")), "a live code without a name is not sent");
  await page.getByLabel("名称", { exact: true }).fill(name);
  await page.locator(".offered ul button").first().click();
  await page.getByLabel("欢迎语文字").fill("您好，");
  await button(page, "客户昵称").first().click();
  await button(page, "添加时段").click();
  await page.getByLabel("这个时段的欢迎语").fill("已经打烊，明早回复您。");
  house.holds((await page.locator(".whole .bubble").textContent()) === "已经打烊，明早回复您。", "the phone beside it says what is said at night");
  await page.getByLabel("顾客加好友的时间").fill("12:00");
  house.holds((await page.locator(".whole .bubble").textContent()) === "您好，小雨", "and what is said by day, with the name filled in");
  await house.isSound(page, "live code form");
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  house.holds(/\/console\/live-codes\/\w+$/.test(page.url()), "a live code is made, and its page opens");
}

async function mends(house, page, name) {
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel("名称", { exact: true }).fill(" ");
  await button(page, "保存").click();
  await page.getByRole("alert").waitFor();
  house.holds((await page.locator(".field .wrong").count()) > 0, "what is wrong is said at its field");
  await page.getByLabel("名称", { exact: true }).fill(`${name}（新）`);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: `${name}（新）` }).waitFor();
  house.holds(true, "it is mended, and saved under its new name");
}

async function prints(house, page) {
  await button(page, "印刷").click();
  const label = inForm(page).getByRole("img");
  await label.evaluate((img) => img.decode());
  await inForm(page).getByRole("button", { name: "30 包裹卡、名片" }).click();
  await page.waitForFunction(() => document.querySelector("dialog img")?.src.includes("size_mm=30"));
  await label.evaluate((img) => img.decode());
  await house.isSound(page, "label");
  const [taken] = await Promise.all([page.waitForEvent("download"), inForm(page).getByRole("link", { name: "下载" }).click()]);
  house.holds(taken.suggestedFilename().endsWith(".pdf"), "its label is seen as it will be printed, and taken along");
  await button(page, "关闭").last().click();
}

async function copies(house, page, name) {
  const at = page.url();
  await page.getByRole("link", { name: "复制", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "新建活码" }).waitFor();
  const copy = `后门立牌 ${house.asked.mark}`;
  house.holds((await page.getByLabel("名称", { exact: true }).inputValue()) === `${name} 副本`, "a copy begins as the other is");
  await page.getByLabel("名称", { exact: true }).fill(copy);
  await button(page, "保存").click();
  await page.getByRole("heading", { level: 1, name: copy }).waitFor();
  house.holds(page.url() !== at, "and has a name and a page of its own");
  await page.goto(at);
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

async function imports(house, page) {
  const { mark } = house.asked;
  await page.goto(`${house.asked.url}${LIST}/import`);
  await button(page, "下载模板").waitFor();
  await house.isSound(page, "import codes");
  const [made] = await Promise.all([page.waitForEvent("download"), button(page, "下载模板").click()]);
  house.holds(made.suggestedFilename() === "活码.csv", "a template is there to fill in");
  const file = (csv) => ({ name: "codes.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const choose = (csv) => page.locator("input[type=file]").setInputFiles(file(csv));
  await choose("名称,手机\n甲,1\n");
  await page.getByRole("alert").waitFor();
  house.holds((await page.getByRole("alert").textContent()).includes("手机"), "what is no table of live codes is refused with the reason");
  const lines = `名称,员工,欢迎语\n一店 ${mark},${house.asked.owner},您好\n二店 ${mark},${house.asked.owner},您好\n三店 ${mark},nobody,您好\n`;
  await choose(lines);
  await page.locator("tbody tr", { hasText: "nobody" }).waitFor();
  await house.isSound(page, "import codes looked at");
  await button(page, "新建这 2 个活码").click();
  await button(page, "印刷这批活码").waitFor();
  await page.locator(".rejects tbody tr").first().waitFor();
  await house.isSound(page, "import codes done");
  house.holds(true, "each line says what it would make, and what can be made is made");
  await button(page, "印刷这批活码").click();
  await button(inForm(page), "生成印刷包").click();
  await page.getByText("印刷包已生成，共 2 个二维码").waitFor();
  await house.isSound(page, "print pack");
  const [pack] = await Promise.all([page.waitForEvent("download"), button(page, "下载").click()]);
  house.holds(pack.suggestedFilename() === "活码.pdf", "they are printed together");
  await page.reload();
  await page.getByText("印刷包已生成，共 2 个二维码").waitFor();
  house.holds(true, "and the pack is found again by its address");
  await page.getByRole("link", { name: "导入" }).first().click();
  await page.getByRole("link", { name: "看这批活码" }).click();
  await movesMany(house, page);
  await page.goto(`${house.asked.url}${LIST}/import`);
  await choose(lines);
  await page.locator("tbody").getByText("已建过").first().waitFor();
  house.holds((await page.locator("tbody").getByText("已建过").count()) === 2, "the same table makes nothing twice");
}

async function movesMany(house, page) {
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 2);
  await page.getByLabel("选择全部").check();
  await house.isSound(page, "live codes picked");
  // Somebody else archives one of them meanwhile.
  await page.evaluate(async () => {
    const code = document.querySelector("tbody .name .small").textContent;
    await fetch(`/admin/v1/live-codes/${code}/archive`, { method: "POST", headers: { "X-Siyu-Console": "1", "Content-Type": "application/json" }, body: "{}" });
  });
  await button(page.getByRole("region", { name: "批量操作" }), "暂停").click();
  await page.getByText("1 个没有成功").waitFor();
  await page.getByRole("alert").getByText("已归档").waitFor();
  await page.getByText("已暂停 1 个活码").waitFor();
  await house.isSound(page, "one was refused");
  await button(page, "撤销").click();
  await page.waitForFunction(() => [...document.querySelectorAll("tbody .state")].every((one) => one.textContent?.includes("可用")));
  house.holds(true, "several are paused at once, what was not is said with why, and it is taken back by one press");
}

async function pausesAndTakesBack(house, page) {
  await button(page, "暂停").click();
  await page.locator(".state", { hasText: "已暂停" }).waitFor();
  await button(page, "撤销").click();
  await page.locator(".state", { hasText: "可用" }).waitFor();
  house.holds(true, "a pause is taken back by one press");
}

async function finds(house, page, name) {
  await page.goto(house.asked.url + LIST);
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("searchbox").press("Enter");
  await page.locator("tbody tr").first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  house.holds(new URL(page.url()).searchParams.get("q") === name, "what is looked for stands in the address");
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { level: 1 }).filter({ hasText: name }).waitFor();
  await page.goBack();
  house.holds((await page.getByRole("searchbox").inputValue()) === name, "and is still there when one comes back");
  await page.getByRole("searchbox").fill("没有这样的活码");
  await page.getByRole("searchbox").press("Enter");
  await page.getByText("没有符合条件的活码。").waitFor();
  await house.isSound(page, "no live code");
  await button(page, "清除条件").click();
  await page.locator("tbody tr").first().waitFor();
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/live-codes?*", (route) => route.abort());
  await page.goto(house.asked.url + LIST);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await house.isSound(page, "live codes unreachable");
  await page.unroute("**/admin/v1/live-codes?*");
  await button(page, "重试").click();
  await page.locator("tbody tr").first().waitFor();
  house.holds(true, "without a connection it says so, and one press tries again");
}

async function onThePhone(house) {
  const phone = await house.signedIn(house.asked.owner, LIST, PHONE);
  await house.isSound(phone, "live codes");
  await phone.locator("tbody a").first().click();
  await phone.locator("section.qr img").waitFor();
  await house.isSound(phone, "live code");
  await phone.getByRole("link", { name: "修改", exact: true }).click();
  await phone.getByLabel("名称", { exact: true }).waitFor();
  await house.isSound(phone, "live code form");
  await button(phone, "菜单").click();
  await house.isSound(phone, "menu");
}

async function inEnglish(house) {
  const abroad = await house.signedIn(house.asked.owner, LIST, DESK, "en-GB");
  await abroad.getByRole("heading", { level: 1, name: "Live codes" }).waitFor();
  await house.isSound(abroad, "live codes in English");
}
