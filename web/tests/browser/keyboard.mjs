/** By the keyboard alone, what is made and sent: live codes, coupons, posts, stores. Each is reached from the menu, refused,
 *  mended from its summary, sent and taken back; nothing that goes takes the focus along. */
import { approved, staffed } from "./content-staff.mjs";
import { Keys } from "./keys.mjs";

export async function play(house) {
  await staffed(house);
  const page = await house.signedIn(house.asked.owner);
  const keys = new Keys(house, page);
  await keys.skips();
  const item = `键盘问候 ${house.asked.mark}`;
  await approved(house, page, item, "{{staff_name}}：本周好茶到店。");
  await keys.plays({ livecodes, coupons, stores, posts: (...all) => posts(...all, item) });
  house.isQuiet(400, 404, 409, 422);
}

async function livecodes(house, page, keys) {
  const name = `键盘活码 ${house.asked.mark}`;
  await keys.goTo("活码");
  await keys.press("新建活码");
  await keys.arrived("新建活码");
  await keys.type("名称", " ");
  await page.locator(".offered ul button").first().waitFor();
  await keys.press(await page.locator(".offered ul button").first().textContent());
  house.holds((await keys.isHere()).tag !== "H1", "somebody is picked, and the focus is on the next");
  await keys.type("欢迎语文字", "您好，");
  await keys.press("客户昵称");
  house.holds((await keys.isHere()).tag === "TEXTAREA", "a name put in leaves the focus in the text");
  await keys.press("添加时段");
  await keys.type("这个时段的欢迎语", "已经打烊");
  await keys.press("添加时段");
  await keys.press("删除时段 2", { back: true });
  house.holds((await keys.isHere()).tag !== "H1", "hours taken out leave the focus beside them");
  await keys.press("保存");
  await keys.isLedTo("名称");
  await keys.type("名称", name);
  await keys.press("保存");
  await keys.arrived(name);
  house.holds(true, "a live code is made by the keyboard, and what was wrong is reached from the summary");
  await keys.opensAndEscapes("印刷");
  await keys.press("暂停");
  await page.locator(".state", { hasText: "已暂停" }).waitFor();
  await keys.takesBack();
  await page.locator(".state", { hasText: "可用" }).waitFor();
  await keys.isHere("a pause is taken back by keys, and the focus stays");
  await keys.press("修改");
  await keys.arrived();
  await keys.type("名称", `${name}新`);
  await keys.press("保存");
  await keys.arrived(`${name}新`);
  await keys.goTo("活码");
  await keys.tick(new RegExp(`${name}新`), { tag: "INPUT" });
  await page.getByText("已选 1 个").waitFor();
  await keys.press("暂停", { back: true });
  await page.getByText("已暂停 1 个活码").waitFor();
  await keys.takesBack();
  await keys.isHere("several are paused and taken back by keys");
}

async function coupons(house, page, keys) {
  const name = `键盘券 ${house.asked.mark}`;
  await keys.goTo("优惠券");
  await keys.press("新建优惠券");
  await keys.arrived();
  await keys.type("券名称", name);
  await keys.type("订单满", "100");
  await keys.type("减", "200");
  await keys.type("总共发多少张", "50");
  await keys.press("建好并开放领取");
  await keys.isLedTo("减");
  await keys.type("减", "20");
  await keys.press("建好并开放领取");
  await keys.arrived(name);
  house.holds(true, "a coupon is made by the keyboard, and what was wrong is reached from the summary");
  await page.locator(".figures").waitFor();
  await keys.opensAndEscapes("修改");
  await keys.opens("加库存");
  await keys.type("再加多少张", "10");
  await keys.press("加库存");
  await page.locator(".figures dd", { hasText: /^60$/ }).first().waitFor();
  await keys.isBackAt("加库存", "a drawer that was sent gives the focus back");
  await keys.takesBack();
  await page.locator(".figures dd", { hasText: /^50$/ }).first().waitFor();
  await keys.press("结束领取", { back: true });
  await page.locator(".state", { hasText: "已结束" }).first().waitFor();
  await keys.takesBack();
  await page.locator(".state", { hasText: "领取中" }).first().waitFor();
  await keys.isHere("its stock and its end are taken back by keys");
}

async function stores(house, page, keys) {
  const { mark } = house.asked;
  await keys.goTo("门店");
  await keys.opensAndEscapes("新建门店");
  await keys.opens("新建门店");
  await keys.type("编号", `K${mark}`);
  await keys.type("名称", " ");
  await keys.press("添加员工");
  house.holds((await keys.isHere()).placeholder === "按姓名查找员工", "who looks for somebody can type at once");
  await keys.press("保存");
  await keys.isLedTo("名称");
  await keys.type("名称", `键盘店 ${mark}`);
  await keys.press("保存");
  await page.locator("tbody tr", { hasText: `键盘店 ${mark}` }).waitFor();
  await keys.isBackAt("新建门店", "a store is made by the keyboard, and the focus is where it began");
  await keys.press("停业", { row: `键盘店 ${mark}` });
  await page.locator("tbody tr", { hasText: `键盘店 ${mark}` }).getByText("已停业").waitFor();
  house.holds((await keys.isHere()).row.includes(mark), "its line keeps the focus when its act goes");
  await keys.takesBack();
  await page.locator("tbody tr", { hasText: `键盘店 ${mark}` }).getByText("营业", { exact: true }).waitFor();
  await keys.press("批量导入", { back: true });
  await keys.arrived();
  await keys.to(/选择 CSV 文件/, { tag: "INPUT" });
  house.holds(true, "a table to give in is reached by Tab, and seen to have the focus");
}

async function posts(house, page, keys, item) {
  const name = `键盘群发 ${house.asked.mark}`;
  await keys.goTo("定时群发");
  await keys.press("新建群发");
  await keys.arrived();
  await keys.type("搜索素材", item).catch(() => keys.type(/素材/, item, { tag: "INPUT", back: true }));
  await page.keyboard.press("Enter");
  await page.waitForFunction((one) => document.querySelector("#step-content li")?.textContent.includes(one), item);
  await keys.press(new RegExp(item), { tag: "BUTTON" });
  await page.locator(".phone .bubble").first().waitFor();
  house.holds((await keys.isHere()).tag !== "H1", "content is picked, and the focus stays in its step");
  await keys.type("群发名称（顾客看不到）", name);
  await keys.pick("按条件选", { row: "全部顾客" });
  await keys.press("选择 有任一标签");
  await page.locator(".offered .check input").first().waitFor();
  await keys.tick(/./, { tag: "INPUT", type: "checkbox" });
  await page.locator(".chips li").first().waitFor();
  await keys.press(/^移除|^移出|^去掉|^取出/, { back: true });
  house.holds((await keys.isHere()).tag !== "H1", "a tag taken out leaves the focus in its picker");
  await keys.date("发送时间", "2020", "01051000");
  await keys.press("定时发送");
  await keys.isLedTo("发送时间");
  await keys.pick("重复发送", { row: "马上", back: true });
  await keys.press("保存并排期");
  await keys.arrived(name);
  house.holds(true, "a post is made in its three steps by the keyboard");
  await keys.opensAndEscapes("取消群发");
  await keys.press("取消群发");
  await keys.press("取消群发");
  await page.locator(".state", { hasText: "已取消" }).first().waitFor();
  await keys.isHere("and cancelled");
}
