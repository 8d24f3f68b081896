/** 导出与任务 jobs: a file asked for, made, fetched, deleted and asked for again; long work of everybody; what is refused. */
import { button, DESK, inForm, PHONE } from "./house.mjs";

const EXPORTS = "**/admin/v1/exports?*";
const first = (page) => page.locator("section.part").first().locator("tbody tr").first();

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, "/console/jobs");
  await desk.getByRole("heading", { name: "任务", exact: true }).waitFor();
  await isMade(house, desk);
  await isGone(house, desk);
  await isEverybodys(house, desk);
  house.isQuiet(422);
  await isRefused(house, desk);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn(asked.owner, "/console/jobs?whose=all", PHONE);
  await phone.locator("section.part").last().locator("tbody tr").first().waitFor();
  await house.isSound(phone, "jobs");
  const abroad = await house.signedIn(asked.owner, "/console/jobs?whose=all", DESK, "en-GB");
  await abroad.locator("section.part").last().locator("tbody tr").first().waitFor();
  await house.isSound(abroad, "jobs in English");
  house.isQuiet();
}

async function isMade(house, page) {
  await button(page, "导出数据").click();
  const form = inForm(page);
  await form.locator("input[value=redemptions]").check();
  await form.getByLabel("交给企业以外的谁").fill("会计事务所");
  await house.isSound(page, "export form");
  await button(page, "开始导出").click();
  await form.getByRole("checkbox").check();
  house.holds(true, "a file for somebody outside is asked about first");
  await button(page, "开始导出").click();
  await form.waitFor({ state: "detached" });
  const line = page.locator("tbody tr:first-child", { hasText: "交给 会计事务所" }).first();
  await line.getByText("可以下载").waitFor();
  house.holds(true, "a file is made while one looks on");
  await house.isSound(page, "jobs with a file");
  const [file] = await Promise.all([page.waitForEvent("download"), first(page).getByRole("button", { name: "下载", exact: true }).click()]);
  house.holds(file.suggestedFilename().endsWith(".csv"), "and fetched by a press", file.suggestedFilename());
  await first(page).getByText("下载过 1 次").waitFor();
}

async function isGone(house, page) {
  await first(page).getByRole("button", { name: "删除文件" }).click();
  await first(page).getByText("已停止").waitFor();
  await first(page).getByRole("button", { name: "再导出一份" }).click();
  const form = inForm(page);
  house.holds((await form.getByLabel("交给企业以外的谁").inputValue()) === "会计事务所", "a deleted file is asked for again as it was");
  await button(page, "取消").click();
}

async function isEverybodys(house, page) {
  await button(page, "所有人").click();
  await page.waitForURL(/whose=all/);
  await page.locator("section.part").last().locator("tbody tr", { hasText: "已完成" }).first().waitFor();
  house.holds(true, "everybody's jobs are seen, with what they came to");
}

async function isRefused(house, page) {
  await button(page, "导出数据").click();
  const form = inForm(page);
  await form.locator("input[value=orders]").check();
  await form.getByLabel("从哪天").fill("2026-11-20");
  await form.getByLabel("到哪天").fill("2026-11-01");
  await button(page, "开始导出").click();
  await form.locator(".field .wrong, .trouble, [role=alert]").first().waitFor();
  house.holds(true, "days in the wrong order are refused in the form");
  await house.isSound(page, "export form refused");
  page.once("dialog", (asks) => asks.accept());
  await button(page, "取消").click();
}

async function meetsTrouble(house, page) {
  await page.route(EXPORTS, (route) => route.abort());
  await page.reload();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.locator("section.part").last().locator("tbody tr").first().waitFor();
  house.holds(true, "without files the jobs are there");
  await page.unroute(EXPORTS);
  await button(page, "重试").click();
  await first(page).waitFor();
}
