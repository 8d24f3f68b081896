/** By the keyboard alone, what holds for all: tags, the brand, rules, alerts of losses, scripts, replies. Each is reached from
 *  the menu, refused, mended from its summary, kept and taken back; nothing that goes takes the focus along. Then what
 *  many lean on: a table of live codes, staff who have not sent, a text recalled. */
import { approved, approvedAnew, asAsked, staffed } from "./content-staff.mjs";
import { Keys } from "./keys.mjs";
import { ticks } from "./walking.mjs";

const SOON = 2000;
const IN_A_WEEK = 7 * 24 * 3600_000;

export async function play(house) {
  const { mark } = house.asked;
  await staffed(house);
  const page = await house.signedIn(house.asked.owner);
  await page.locator("nav a").first().waitFor();
  const item = { name: `键盘撤回 ${mark}`, sent: `键盘提醒 ${mark}` };
  const item_id = await approved(house, page, item.name, "本周好茶到店。");
  await posted(page, item_id, item.sent, SOON);
  await posted(page, item_id, `键盘改用 ${mark}`, IN_A_WEEK);
  await approvedAnew(house, page, item_id, "本周新茶到店。");
  await ticks(house);
  const recall = (...all) => recalls(...all, item.name);
  const remind = (...all) => reminds(...all, item.sent);
  await new Keys(house, page).plays({ tags, brand, rules, losses, scripts, quality, codes, remind, recall });
  house.isQuiet(400, 404, 409, 422);
}

const told = (page, text) => page.locator(".notices", { hasText: text }).waitFor();
const line = (page, text) => page.locator("tbody tr", { hasText: text });

async function posted(page, item_id, name, later) {
  const at = new Date(Date.now() + later).toISOString();
  await asAsked(page, "POST", "/posts", { name, content: { item_id, version: 1 }, audience: { channel: "customers" }, schedule: { kind: "once", at }, confirm: true });
}

async function tags(house, page, keys) {
  const name = `键盘组${house.asked.mark}`;
  await keys.goTo("标签");
  await page.locator("tbody tr").first().waitFor();
  await keys.opens("新建标签组");
  await keys.press("建好");
  await keys.isLedTo("标签组名称");
  await keys.type("标签组名称", name);
  await keys.type("标签，一行一个", "甲\n乙");
  await keys.press("建好");
  await told(page, `已建标签组「${name}」`);
  await keys.isBackAt("新建标签组", "a group of tags is made by keys, and the focus is where it began");
  await page.getByRole("button", { name: `给「${name}」改名` }).waitFor();
  await keys.opensAndEscapes("合并「甲」");
  await keys.opensAndEscapes("删除「甲」");
  await keys.opens(`给「${name}」改名`, { back: true });
  await keys.type("新名称", `${name}新`);
  await keys.press("改名", { tag: "BUTTON" });
  await told(page, `已改名为「${name}新」`);
  await keys.isBackAt(/改名$/, "a group is renamed by keys, and the focus stays");
  await keys.takesBack();
  await page.getByRole("button", { name: `给「${name}」改名` }).waitFor();
  await keys.isHere("and so is its name taken back");
}

async function brand(house, page, keys) {
  await keys.goTo("品牌");
  await page.getByLabel("页脚（每个页面底部）").waitFor();
  await keys.type("主色", "绿");
  await keys.press("保存并换新");
  await keys.isLedTo("主色");
  await keys.type("主色", "#2C6E49");
  await keys.type("页脚（每个页面底部）", `键盘 ${house.asked.mark}`);
  await keys.press("保存并换新");
  await told(page, "品牌已保存");
  await keys.isBackAt("保存并换新", "a brand is mended from its summary and kept by keys, and the focus is where it was");
  await keys.takesBack();
  await told(page, "已改回原来的样子");
  await keys.isHere("and taken back");
}

async function rules(house, page, keys) {
  await keys.goTo("规则");
  await page.getByLabel("自己的禁用词，一行一个").waitFor();
  await keys.tick("再少发一些：设自己的上限");
  await keys.type("多少天内（含今天）", "5");
  await keys.type("最多几条", "3");
  await keys.press("保存发送规则");
  await told(page, "规则已保存");
  await keys.isBackAt("保存发送规则", "a cap is set by keys, and the focus stays");
  await keys.takesBack();
  await told(page, "已改回原来的规则");
  await keys.press("要求他人审批");
  await told(page, "群发现在要他人审批");
  await keys.isBackAt("不再要求审批", "approval is asked for, and the focus stays");
  await keys.takesBack();
  await told(page, "群发现在不要审批");
  await keys.type("自己的禁用词，一行一个", `键盘词${house.asked.mark}`);
  await keys.type(/^链接只允许/, "https://shop.example.com/a", { tag: "TEXTAREA" });
  await keys.press("保存文案规则");
  await keys.isLedTo(/^链接只允许/);
  await keys.type(/^链接只允许/, "", { tag: "TEXTAREA" });
  await keys.press("保存文案规则");
  await told(page, "规则已保存");
  await keys.takesBack();
  await told(page, "已改回原来的规则");
  await keys.isHere("words and hosts are mended from the summary, kept and taken back by keys");
}

async function losses(house, page, keys) {
  await keys.goTo("流失");
  await keys.opensAndEscapes("修改提醒");
  await keys.opens("修改提醒");
  await keys.pick("几分钟内提醒");
  await keys.press("保存");
  await told(page, "提醒已按新的来");
  await keys.isBackAt("修改提醒", "alerts are set by keys, and the focus is back where it began");
  await keys.takesBack();
  await told(page, "提醒已改回原来的");
}

async function scripts(house, page, keys) {
  const [name, shelf] = [`键盘话术 ${house.asked.mark}`, `键盘${house.asked.mark}`];
  await asAsked(page, "POST", "/content-items", { name, text: "今年的春茶到了。" });
  await keys.goTo("话术库");
  await keys.opensAndEscapes("从素材放入");
  await keys.opens("从素材放入");
  await keys.type("按名称查找", name);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("dialog input[type=radio]").length === 1);
  await keys.tick(new RegExp(`^${name}`), { type: "radio" });
  await keys.type("分类", shelf);
  await keys.press("放好");
  await told(page, `「${name}」已放进「${shelf}」`);
  await line(page, name).waitFor();
  await keys.isBackAt("从素材放入", "content is put among the scripts by keys, and the focus is where it began");
  await keys.press(`把「${name}」移出话术库`);
  await line(page, name).waitFor({ state: "detached" });
  await keys.takesBack();
  await line(page, name).waitFor();
  await keys.isHere("taken out it comes back by keys, and the focus stays");
  await keys.type("按名称或内容查找", "没有这一句", { back: true });
  await page.keyboard.press("Enter");
  await page.getByText("没有符合条件的话术。").waitFor();
  await keys.press("清除条件");
  await line(page, name).waitFor();
  await keys.isHere("scripts are looked for by keys, and all are shown again");
}

async function quality(house, page, keys) {
  await keys.goTo("回复质量");
  await keys.press("按门店");
  await page.waitForURL(/by=store/);
  await keys.press("自选", { back: true });
  await page.getByLabel("从", { exact: true }).waitFor();
  await keys.date("从", "2020", "0101");
  await page.getByText("一次最多看 31 天，请缩短日期。").waitFor();
  await keys.press("近 7 天", { back: true });
  await page.getByLabel("从", { exact: true }).waitFor({ state: "detached" });
  await keys.isHere("days and stores of replies are chosen by keys");
  await keys.press("负载", { tag: "A", back: true });
  await keys.arrived();
  await line(page, /./).first().waitFor();
  await keys.choose("员工", /^(?!所有)/);
  await page.waitForURL(/staff=/);
  await keys.isHere("replies and loads are walked between by keys");
}

async function codes(house, page, keys) {
  const { mark, owner } = house.asked;
  await keys.goTo("活码");
  await keys.press("批量新建");
  await keys.arrived();
  await keys.to(/选择 CSV 文件/, { tag: "INPUT" });
  const csv = ["名称,员工,欢迎语", `键一 ${mark},${owner},您好`, `键二 ${mark},nobody,您好`].join("\n");
  await page.locator("input[type=file]").setInputFiles({ name: "codes.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await line(page, "nobody").waitFor();
  await keys.isHere("a table was read, and the focus is on its lines' page");
  await keys.press("有误");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await keys.press("新建这 1 个活码", { back: true });
  await page.getByRole("button", { name: "印刷这批活码" }).waitFor();
  await keys.isHere("its live codes are made by keys, and the focus stays");
  await keys.opensAndEscapes("印刷这批活码");
  await keys.press("看这批活码");
  await keys.arrived("活码");
  await line(page, `键一 ${mark}`).waitFor();
}

/** In a list that is searched, and opened. */
async function finds(page, keys, name) {
  await keys.type("按名称查找", name);
  await page.keyboard.press("Enter");
  await page.waitForFunction((sought) => {
    const lines = [...document.querySelectorAll("tbody tr")];
    return lines.length > 0 && lines.every((one) => one.textContent.includes(sought));
  }, name);
  await keys.press(name, { tag: "A" });
  await keys.arrived(name);
}

async function reminds(house, page, keys, name) {
  await keys.goTo("定时群发");
  await finds(page, keys, name);
  await page.getByRole("button", { name: "提醒没发的员工" }).waitFor({ timeout: 90_000 });
  await keys.press("提醒没发的员工");
  await page.getByText(/已提醒 \d+ 位/).waitFor();
  await keys.isBackAt("提醒没发的员工", "staff who have not sent are reminded by keys, and the focus stays");
  await keys.opensAndEscapes("撤回没发的");
  await keys.opens("撤回没发的");
  await keys.press("撤回没发的");
  await page.getByText("正在收回").first().waitFor();
  await keys.isHere("and what is unsent is taken back");
}

async function recalls(house, page, keys, name) {
  await keys.goTo("素材");
  await finds(page, keys, name);
  await keys.press("都改用第 2 版");
  await told(page, "已改用第 2 版");
  await page.locator(".uses li", { hasText: "第 2 版" }).waitFor();
  await keys.isHere("who was behind goes on to the new version by keys, and the focus stays");
  await keys.opensAndEscapes("撤回第 2 版", { back: true });
  await keys.opens("撤回第 2 版");
  await keys.type("为什么撤回（员工会看到）", " ");
  await keys.press("撤回第 2 版");
  await keys.isLedTo("为什么撤回");
  await keys.type("为什么撤回（员工会看到）", "价格有误");
  await keys.press("撤回第 2 版");
  await page.locator(".reach .band", { hasText: "价格有误" }).waitFor();
  await keys.isHere("a text is recalled by keys, and the focus stays on its page");
}
