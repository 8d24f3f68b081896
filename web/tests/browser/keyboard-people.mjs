/** By the keyboard alone, who is served and who serves: members, staff, departures, what is checked, content and its review. */
import { asAsked, staffed } from "./content-staff.mjs";
import { serves } from "./departures.mjs";
import { Keys } from "./keys.mjs";

export async function play(house) {
  await staffed(house);
  const page = await house.signedIn(house.asked.owner);
  await new Keys(house, page).plays({ members, staff, departures, setup });
  const writer = await house.signedIn("ming");
  await new Keys(house, writer).plays({ content });
  const reviewer = await house.signedIn("lily");
  await new Keys(house, reviewer).plays({ review });
  house.isQuiet(400, 404, 409, 422);
}

async function members(house, page, keys) {
  const [note, remark, coupon] = [`来电改约 ${house.asked.mark}`, `小雨妈妈${house.asked.mark}`, `键盘发券 ${house.asked.mark}`];
  // Of any other they may have had all that one member may have.
  await offered(page, coupon);
  await keys.goTo("会员");
  await page.locator("tbody tr").first().waitFor();
  await keys.press("已流失");
  await page.waitForURL(/stage=lost/);
  await keys.press("全部", { back: true });
  await page.locator("tbody tr").first().waitFor();
  await keys.press("更多条件");
  await keys.choose("员工", /^(?!所有)/);
  await page.waitForURL(/staff=/);
  await keys.press(/^去掉条件/);
  await page.waitForURL((url) => !url.search.includes("staff="));
  await page.locator("tbody tr").first().waitFor();
  await keys.isHere("a condition is set and taken off by keys, and the focus stays");
  await keys.opensAndEscapes("导出", { back: true });
  await keys.tick(/^选择 |^选/, { tag: "INPUT", row: "" });
  await keys.opens("改标签", { back: true });
  await keys.press("开始");
  await keys.isLedTo("打上这些标签");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("dialog li button").first().waitFor();
  await keys.press(/^去掉/);
  house.holds((await keys.isHere()).inDialog, "a tag taken out leaves the focus in the form");
  page.once("dialog", (asks) => asks.accept());
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await keys.isBackAt("改标签", "and Escape goes back to what opened it");
  // Who left since has nothing to be changed.
  await keys.press(await page.locator("tbody tr", { hasNotText: "已流失" }).locator("a").first().textContent());
  await keys.arrived();
  await page.locator(".timeline li").first().waitFor();
  await keys.press(/^去掉「/);
  await page.locator(".notices .bar").waitFor();
  house.holds((await keys.isHere()).tag !== "H1", "a tag taken off leaves the focus among the tags");
  await keys.takesBack();
  await keys.opens("写备注");
  await keys.type(/./, note, { tag: "TEXTAREA" });
  await keys.press("保存");
  await page.locator(".notes li", { hasText: note }).waitFor();
  await keys.isBackAt("写备注", "a note is written by keys");
  await keys.takesBack();
  await page.locator(".notes li", { hasText: note }).waitFor({ state: "detached" });
  await keys.press("从企业微信读取", { back: true });
  await page.locator(".remarks li").first().waitFor();
  await keys.isHere("what comes in the place of a button has its focus");
  await keys.opens("修改", { tag: "BUTTON" });
  await keys.type("备注名", remark);
  await page.keyboard.press("Enter");
  await page.locator(".remarks li", { hasText: remark }).waitFor();
  await keys.takesBack();
  await page.locator(".remarks li", { hasText: remark }).waitFor({ state: "detached" });
  await keys.opens("发券", { back: true });
  await page.locator("dialog label", { hasText: coupon }).waitFor();
  await keys.pick(coupon);
  await keys.press("发券");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await page.locator(".notices .bar").waitFor();
  await keys.isBackAt("发券", "a coupon is given by keys");
  await page.keyboard.press("F6");
  house.holds((await keys.here()).name === "撤销", "and can be taken back");
  await page.keyboard.press("Enter");
}

async function offered(page, name) {
  const terms = { threshold: 10_000, amount_off: 2000, stock: 50, valid_days: 7, claimable_by: ["anyone"] };
  await asAsked(page, "POST", "/coupon-templates", { name, ...terms });
}

async function staff(house, page, keys) {
  await keys.goTo("员工与角色");
  const line = page.locator("tbody tr", { hasText: "门店小赵" });
  await line.waitFor();
  await page.locator("tbody").getByText("所有者").waitFor();
  await keys.opens(/角色$/, { row: "门店小赵" });
  await page.locator("dialog option").nth(2).waitFor({ state: "attached" });
  await keys.choose("角色", "导购顾问");
  await keys.pick("自己的客户");
  await keys.press("保存");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
  await keys.isBackAt(/角色$/, "a role with its scope is given by keys");
  await keys.takesBack();
  await keys.opensAndEscapes("门店小赵", { back: true });
}

async function departures(house, page, keys) {
  const { asked: { corpId, mark } } = house;
  const [who, userid] = [`键盘小周 ${mark}`, `kzhou${mark}`];
  await house.control(`/corps/${corpId}/staff`, { userid, name: who });
  await serves(page, userid, `键盘柜台 ${mark}`);
  await keys.goTo("离职继承");
  await keys.press("交接一名员工");
  await keys.arrived();
  await page.locator("tbody tr").first().waitFor();
  await keys.press("看名下", { row: "陈明" });
  await page.locator("fieldset.card, .pad").first().waitFor();
  await keys.isHere("who goes is chosen by keys, and the focus stays on the page");
  await keys.press("开始交接");
  await keys.isLedTo(/./);
  await keys.press("换一位", { back: true });
  await page.locator("tbody tr").first().waitFor();
  await keys.isHere("without anybody who takes over it is refused, and one goes back");
  await keys.type("姓名或账号", who, { back: true });
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  await keys.press("看名下", { row: who });
  await page.getByText(`键盘柜台 ${mark}`).waitFor();
  await keys.type("按姓名查找员工", "陈明");
  await page.waitForFunction(() => document.querySelectorAll(".offered li button").length === 1);
  await keys.press("陈明");
  house.holds((await keys.isHere()).tag !== "H1", "who takes over is picked, and the focus stays in the form");
  await keys.press("开始交接");
  await keys.arrived(`${who} → 陈明`);
  await page.locator(".line .state", { hasText: "已结束" }).waitFor();
  await keys.isHere("a departure is carried through by keys, and followed to its end");
}

async function setup(house, page, keys) {
  await keys.goTo("接入检查");
  await page.locator(".lines > li").first().waitFor();
  await keys.press(/^(开始检查|全部再测)$/);
  await page.getByRole("button", { name: /^再测一次/ }).first().waitFor();
  await keys.press(/^再测一次/);
  await keys.isHere("what is connected is tested by keys, and the focus stays");
}

async function content(house, page, keys) {
  const name = `键盘素材 ${house.asked.mark}`;
  await keys.goTo("素材");
  await keys.press("新建素材");
  await keys.arrived();
  await keys.type("名称", " ");
  await keys.type(/^文字/, "今年的春茶到了");
  await keys.press("客户昵称");
  house.holds((await keys.isHere()).tag === "TEXTAREA", "a variable put in leaves the focus in the text");
  await keys.press("＋金额");
  house.holds((await keys.isHere()).tag === "TEXTAREA", "a variable made leaves the focus in the text");
  await keys.type("金额 1 的默认值", "20");
  await keys.press("移除 金额 1");
  await page.getByText("发送时再填的内容").waitFor({ state: "detached" });
  house.holds((await keys.isHere()).tag !== "H1", "and taken out it leaves it in the form");
  await keys.press("存为草稿");
  await keys.isLedTo("名称");
  await keys.type("名称", name);
  await keys.press("存为草稿");
  await keys.arrived(name);
  await keys.press("修改", { tag: "A" });
  await keys.arrived();
  await keys.type(/^文字/, "今年的春茶已经到店");
  await keys.press("保存并送审");
  await keys.arrived(name);
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
  await keys.press("撤回送审");
  await page.locator(".head .state", { hasText: "草稿" }).waitFor();
  await keys.isHere("content is written, handed in and taken back by keys");
  await keys.opensAndEscapes("改名", { back: true });
  await keys.press("送审");
  await page.locator(".head .state", { hasText: "待内容审" }).waitFor();
}

/** J, K, A and R are tried with the desk (review.mjs); here who does not know them. */
async function review(house, page, keys) {
  const name = `键盘素材 ${house.asked.mark}`;
  await keys.goTo("审核台");
  await keys.press(new RegExp(`^${name}`));
  await page.locator(".reading h2", { hasText: name }).waitFor();
  await keys.press("不通过");
  await page.locator("dialog[open] textarea").waitFor();
  house.holds((await keys.isHere()).tag === "TEXTAREA", "whoever refuses can type the reason at once");
  await page.keyboard.insertText("请补门店");
  await keys.press("不通过");
  await page.getByText(`「${name}」已退回作者`).waitFor();
  const at = await keys.isHere();
  house.holds(at.name !== "通过", "and is not on the button that decides about the next");
}
