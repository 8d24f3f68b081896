/** Thursday and Friday: a colleague leaves, and a post that must not have gone out is recalled, mended and sent again. */
import { button, inForm } from "./house.mjs";
import { approves, meansIt, passes } from "./week-campaign.mjs";
import { typed } from "./tasks.mjs";

const [GOES, MEETS] = ["满 100 减 200", "满 100 减 20，周日前有效"];
const WHY = "满减金额写错：应为减 20";

export async function leaves(week) {
  await week.house.control(`/corps/${week.asked.corpId}/staff/${week.userid("lanyue")}/leave`);
  const page = await week.at("zhou", "离职继承");
  await page.getByRole("link", { name: "交接一名员工" }).first().click();
  await week.finds(page, week.named("lanyue"));
  await button(page, "看名下").click();
  await page.getByText(week.called("SH01 收银台")).waitFor();
  await page.getByPlaceholder("按姓名查找员工").or(page.getByRole("button", { name: "添加员工" })).first().click();
  await page.getByPlaceholder("按姓名查找员工").fill(week.named("tang"));
  await page.locator(".picker").getByRole("button", { name: week.named("tang"), exact: true }).click();
  await button(page, "开始交接").click();
  await page.getByRole("heading", { level: 1, name: `${week.named("lanyue")} → ${week.named("tang")}` }).waitFor();
  week.keeps(page);
  await page.locator(".line .state", { hasText: "等顾客 24 小时" }).waitFor();
  week.tells("what she had is seen first, and handed over: her printed codes at once");
  const phone = await week.outside("phone");
  await phone.goto(week.codes["SH01 收银台"]);
  await week.shows(phone, week.named("tang"));
  week.tells("the same printed code shows who stands there now");
}

export async function handsOver(week) {
  await week.later(25 * 3600);
  const page = await week.at("zhou", "离职继承");
  await page.locator("tbody a", { hasText: week.named("lanyue") }).click();
  const [ask, over] = [button(page, "现在就问企业微信"), page.locator(".line .state", { hasText: "已结束" })];
  await ask.or(over).first().waitFor();
  if (await ask.count()) await ask.click();
  await over.waitFor();
  await page.getByText("已归接替的员工").first().waitFor();
  week.tells("a day later her customer belongs to who took over");
}

export async function goesOut(week) {
  await week.later(Math.max(0, week.goesAt - (await week.now())) / 1000 + 60);
  await sends(week, GOES, ["guqing"]);
  await week.until(() => week.reads("竹", GOES), "her customer has it");
  week.tells("its time comes: one of two advisers has sent hers");
}

/** In WeCom, where each of the staff presses once for all of their customers. */
async function sends(week, text, who) {
  const mass = await week.outside("mass", `#corp=${week.asked.corpId}`);
  for (const one of who) {
    const task = mass.locator("article.task", { hasText: text }).filter({ hasText: week.named(one) }).first();
    await button(task, "确认发送").click();
    await task.locator(".badge", { hasText: /^已发送/ }).first().waitFor();
  }
}

export async function takesBack(week) {
  const page = await week.opens("ruhui", "素材", week.called("周末新茶"));
  await button(page, "撤回第 1 版").click();
  await inForm(page).getByText("撤回不能恢复").waitFor();
  await week.house.isSound(page, "week recall");
  await inForm(page).getByLabel("为什么撤回（员工会看到）").fill(WHY);
  await inForm(page).getByRole("button", { name: "撤回第 1 版" }).click();
  await page.locator(".reach .band", { hasText: WHY }).waitFor();
  await settles(week, page);
  await week.house.isSound(page, "week recalled");
  week.house.holds(!(await week.reads("梅", GOES)), "what is unsent is taken back, and who had not got it never will");
  const post = await week.opens("zhou", "定时群发", week.called("周末新茶"));
  await week.shows(post, "已撤回");
  week.tells("the post says what became of it, and why");
}

/** The page of what was recalled follows it; WeCom's answers are fetched minute by minute. */
export async function settles(walk, page) {
  const over = page.getByText("已收回：");
  await walk.until(async () => (await walk.tasks()).length === 0, "nothing waits for anybody's press");
  for (let minutes = 6; minutes < 12 && !(await over.count()); minutes += 1) {
    await walk.later((minutes === 6 ? 6 : 1) * 60);
    await over.waitFor({ timeout: 7000 }).catch(() => undefined);
  }
  await over.waitFor();
}

export async function sendsAgain(week) {
  const page = await week.opens("zhou", "素材", week.called("周末新茶"));
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel(/^文字/).fill("{员工姓名}：周末新茶到店，满 100 减 20，周日前有效。");
  await button(page, "保存并送审").click();
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
  await passes(week, "周末新茶");
  await week.opens("zhou", "定时群发", week.called("周末新茶"));
  await page.getByRole("link", { name: "复制" }).click();
  const name = page.getByLabel("群发名称（顾客看不到）");
  await name.fill(week.called("周末新茶更正"));
  const at = (await week.now()) + 10 * 60_000;
  await page.getByLabel("定时一次").check();
  await page.getByLabel("发送时间", { exact: true }).fill(typed(at));
  await button(page, "定时发送").click();
  await meansIt(page, "定时发送");
  await page.getByRole("heading", { level: 1, name: week.called("周末新茶更正") }).waitFor();
  await approves(week, "周末新茶更正");
  await week.later(11 * 60);
  await sends(week, MEETS, ["guqing", "tang"]);
  for (const one of ["梅", "竹", "兰", "菊"]) await week.until(() => week.reads(one, MEETS), `${one} has the mended text`);
  week.tells("mended, reviewed and approved again it is sent by both, and everybody has it");
  const rules = await week.at("boss", "规则");
  await button(rules, "不再要求审批").click();
  await rules.getByText("群发现在不要审批").waitFor();
}
