/** A reviewed weekly post with a coupon: refused, mended, passed by three; who will not get it, and why; sent, claimed from,
 *  redeemed, reported; half sent once more it is recalled, and goes on with a new version. */
import { button, inForm } from "./house.mjs";
import { looksUp, makesCoupon, passesReviews, redeems } from "./tasks.mjs";
import { settles } from "./week-leaving.mjs";

const DAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const [TEXT, NEW] = ["本周好茶到店，会员满 100 减 20。", "本周好茶到店，会员满 100 减 30。"];
const HEAD = "{员工姓名}：";

export async function posts(tale) {
  await makesCoupon(tale, "boss", "周券", ["100", "20"]);
  const own = await tale.own("陈", "settings");
  await button(own, "全部停止接收").click();
  await own.getByText("已停止接收").waitFor();
  await own.context().close();
  await writes(tale);
  await schedules(tale);
  await goesOut(tale);
  await isClaimed(tale);
  await isRecalled(tale);
}

async function writes(tale) {
  const page = await tale.at("chenming", "素材");
  await page.getByRole("link", { name: "新建素材" }).first().click();
  await page.getByRole("heading", { level: 1, name: "新建素材" }).waitFor();
  await page.getByLabel("名称", { exact: true }).fill(tale.called("周五推荐"));
  await page.getByLabel(/^文字/).fill(`${HEAD}全网最低价！${TEXT}`);
  await button(page, "保存并送审").click();
  await page.locator("mark").first().waitFor();
  await page.getByLabel(/^文字/).fill(HEAD + TEXT);
  await page.locator("mark").first().waitFor({ state: "detached" });
  await button(page, "保存并送审").click();
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
  await passes(tale);
}

const passes = (tale) => passesReviews(tale, "周五推荐", ["lili", "hezheng", "boss"]);

async function schedules(tale) {
  const page = await tale.at("chenming", "定时群发");
  await page.getByRole("link", { name: "新建群发" }).first().click();
  const sought = page.getByRole("searchbox", { name: "按名称查找已审核的素材" });
  await sought.fill(tale.called("周五推荐"));
  await sought.press("Enter");
  await page.locator("#step-content li button", { hasText: tale.called("周五推荐") }).click();
  await page.getByLabel("群发名称（顾客看不到）").fill(tale.called("周五推荐"));
  await page.getByLabel("带优惠券").selectOption({ label: tale.called("周券") });
  await page.getByLabel("按条件选").check();
  await button(page, "选择 有任一标签").click();
  await page.locator(".offered").getByLabel(tale.called("新客"), { exact: true }).check();
  await page.locator(".box[aria-busy=false] .figure strong", { hasText: /^4$/ }).waitFor();
  await page.locator(".box", { hasText: "顾客拒收" }).waitFor();
  tale.tells("the forecast says who will not get it, and why");
  // A quarter of an hour from now, by the corp's clocks, and on that day each week.
  const at = new Date((await tale.now()) + 15 * 60_000 + 8 * 3600_000);
  await page.getByLabel("重复发送").check();
  for (const day of DAYS) await page.getByLabel(day, { exact: true }).setChecked(day === DAYS[at.getUTCDay()]);
  await page.getByLabel("几点").fill(at.toISOString().slice(11, 16));
  await page.getByLabel("从哪天起").fill(at.toISOString().slice(0, 10));
  await button(page, "保存并排期").click();
  const meant = page.getByLabel("不寻常，但确认无误");
  const heading = page.getByRole("heading", { level: 1, name: tale.called("周五推荐") });
  await heading.or(meant).first().waitFor();
  if (await meant.count()) {
    await meant.check();
    await button(page, "保存并排期").click();
  }
  await heading.waitFor();
  tale.tells("it is scheduled for each week");
}

/** In WeCom, where each of the staff presses once for all of their customers. */
async function confirms(tale, who) {
  const mass = await tale.outside("mass", `#corp=${tale.asked.corpId}`);
  for (const one of who) {
    const waiting = mass.locator("article.task", { hasText: tale.named(one) }).filter({ has: mass.getByRole("button", { name: "确认发送" }) });
    await waiting.first().getByRole("button", { name: "确认发送" }).click();
    await waiting.waitFor({ state: "detached" });
  }
}

/** Whose friends the customers are: one adviser's or both's. */
async function advisers(tale) {
  const open = await tale.tasks();
  return ["lili", "chenming"].filter((who) => open.includes(tale.userid(who)));
}

async function goesOut(tale) {
  await tale.later(16 * 60);
  await tale.until(async () => (await advisers(tale)).length > 0, "staff have a task");
  await confirms(tale, await advisers(tale));
  await tale.later(6 * 60);
  const page = await tale.opens("chenming", "定时群发", tale.called("周五推荐"));
  tale.post = new URL(page.url()).pathname.split("/").at(-1);
  await reports(tale, page, "送达", "4");
  tale.tells("its time comes, staff send it, and the report says who has it");
}

async function reports(tale, page, what, many) {
  const figure = page.locator(".figures > div", { has: page.locator("dt", { hasText: what }) }).locator("dd").first();
  await tale.until(async () => {
    if (await button(page, "重新汇总").count()) await button(page, "重新汇总").click();
    await page.waitForTimeout(700);
    return (await figure.textContent()) === many;
  }, `${what} ${many}`);
}

async function isClaimed(tale) {
  const an = await tale.mini("安");
  const { items } = await an.ask("GET", "/coupon-templates?limit=100");
  const template = items.find((one) => one.name === tale.called("周券"))?.template_id ?? (await templateOf(tale));
  await an.ask("POST", `/posts/${tale.post}/coupon-templates/${template}/claims`, {});
  const till = await tale.till("zhao");
  await looksUp(till, await tale.codeOf("安", "周券"), "168", "¥148");
  await redeems(till);
  await till.context().close();
  const page = await tale.opens("chenming", "定时群发", tale.called("周五推荐"));
  await reports(tale, page, "核销", "1");
  tale.tells("one claims its coupon and uses it, which the report tells");
}

/** As its page's address says. */
async function templateOf(tale) {
  const page = await tale.opens("boss", "优惠券", tale.called("周券"));
  return new URL(page.url()).pathname.split("/").at(-1);
}

async function isRecalled(tale) {
  const page = await tale.opens("chenming", "素材", tale.called("周五推荐"));
  await page.getByRole("link", { name: "修改", exact: true }).click();
  await page.getByLabel(/^文字/).fill(HEAD + NEW);
  await button(page, "存为草稿").click();
  await page.locator(".head .state", { hasText: "草稿" }).waitFor();
  await tale.later(7 * 24 * 3600);
  await tale.until(async () => (await advisers(tale)).length > 0, "staff have a task again");
  const boss = await tale.opens("boss", "素材", tale.called("周五推荐"));
  await boss.getByRole("button", { name: /^撤回第/ }).click();
  await inForm(boss).getByLabel("为什么撤回（员工会看到）").fill("价格有误");
  await inForm(boss).getByRole("button", { name: /^撤回第/ }).click();
  await boss.locator(".reach .band", { hasText: "价格有误" }).waitFor();
  await settles(tale, boss);
  tale.tells("what is unsent of a recalled text is taken back");
  await tale.opens("chenming", "素材", tale.called("周五推荐"));
  await button(page, "送审").click();
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
  await passes(tale);
  await tale.opens("chenming", "素材", tale.called("周五推荐"));
  await page.getByRole("button", { name: /^都改用第/ }).click();
  await page.getByText(/1 处已改用第/).waitFor();
  const post = await tale.opens("chenming", "定时群发", tale.called("周五推荐"));
  await post.locator(".facts").waitFor();
  tale.house.holds((await post.getByText("价格有误").count()) === 0, "the post goes on with the new version by one press");
}
