/** Monday: colleagues from the directory, roles with scopes, three stores and thirty live codes from tables. */
import { button, inForm } from "./house.mjs";
import { table } from "./tasks.mjs";
import { Walk } from "./walking.mjs";

/** Whom the brand hires: how they are called, and the role that each is given; '' for those who get it later or never. */
const HIRED = {
  zhou: ["周玥", "运营"],
  lin: ["林珂", "运营"],
  ruhui: ["陆慧", "合规"],
  hening: ["何宁", "客服"],
  guqing: ["顾青", "导购顾问"],
  lanyue: ["蓝月", "导购顾问"],
  yubo: ["于波", "门店员工"],
  qinlang: ["秦朗", "门店员工"],
  song: ["宋岩", ""],
  tang: ["唐敏", ""],
  wufan: ["吴帆", ""],
};

const SUPERVISOR = ["查看门店", "查看活码与访问次数", "查看会员、标签与时间线", "查看各类订单与流水"];
const MANAGER = ["查看门店", "查看活码与访问次数", "修改活码，重试被拒绝的「联系我」", "查看会员、标签与时间线", "给会员打标签、去标签", "查看活动数据"];
const PLACES = ["门口立牌", "收银台", "试衣间", "橱窗", "海报", "手提袋", "包裹卡", "会员册", "吊牌", "小票"];
/** Who stands behind the ten codes of each store. */
const BEHIND = { SH01: ["tang", "lanyue"], SH02: ["guqing"], CD01: ["qinlang"] };
const WELCOME = "您好，我是{{staff_name}}，欢迎光临溪雨茶铺。";

/** The owner, and whom she hires. */
export const cast = (house) => new Walk(house, HIRED);

export async function hires(week) {
  await week.hires();
  const stranger = await week.house.signedIn(week.userid("wufan"));
  await stranger.getByText("请联系企业所有者开通").waitFor();
  await stranger.context().close();
  week.tells("who was given a role has it; who has none is told whom to ask");
}

export async function makesRoles(week) {
  const page = await week.at("boss", "角色与范围");
  for (const [name, rights] of [["区域督导", SUPERVISOR], ["店长", MANAGER]]) {
    await page.getByRole("link", { name: "角色", exact: true }).click();
    await page.getByRole("link", { name: "新建角色" }).click();
    await page.getByLabel("角色名称").fill(week.called(name));
    for (const right of rights) await page.getByLabel(right, { exact: true }).check();
    await button(page, "建立").click();
    await page.getByRole("heading", { level: 1, name: week.called(name) }).waitFor();
    await page.getByRole("link", { name: "← 角色" }).click();
  }
  week.tells("two roles of the brand's own are put together by ticking what they may");
}

export async function opensStores(week) {
  const page = await week.at("zhou", "门店");
  await page.getByRole("link", { name: "批量导入" }).first().click();
  const sheet = (manager) =>
    ["编号,名称,区域,地址,营业时间,店长,员工,核销店员"]
      .concat(`SH01${week.mark},${week.called("静安店")},${week.called("华东")},南京西路 1266 号,周一至周日 10:00-22:00,${manager},${week.userid("lanyue")},`)
      .concat(`SH02${week.mark},${week.called("徐汇店")},${week.called("华东")},天钥桥路 133 号,每天 10:00-22:00,,${week.userid("guqing")},${week.userid("yubo")}`)
      .concat(`CD01${week.mark},${week.called("成都店")},${week.called("西南")},红星路三段 1 号,每天 10:00-22:00,,,${week.userid("qinlang")}`)
      .join("\r\n");
  await page.locator("input[type=file]").setInputFiles(table("stores.csv", sheet(`tangmin${week.mark}`)));
  await button(page, "导入这 2 家").waitFor();
  await page.locator("tbody tr", { hasText: `tangmin${week.mark}` }).first().waitFor();
  await button(page, "换一个文件").click();
  await page.locator("input[type=file]").setInputFiles(table("stores.csv", sheet(week.userid("tang"))));
  await button(page, "导入这 3 家").click();
  await page.getByRole("link", { name: "看门店" }).click();
  await page.locator("tbody tr", { hasText: week.called("成都店") }).waitFor();
  week.tells("three stores are made from a table, one line of which is mended before anything is");
}

export async function bounds(week) {
  const page = await week.at("boss", "员工与角色");
  await week.finds(page, week.mark);
  await week.gives(page, "song", week.called("区域督导"), "所选区域", week.called("华东"));
  await week.gives(page, "tang", week.called("店长"), "所选门店", week.called("静安店"));
  const song = await week.at("song", "门店");
  await song.locator("tbody tr").first().waitFor();
  const seen = await song.locator("tbody tr").allTextContents();
  week.house.holds(seen.length === 2 && !seen.some((one) => one.includes("成都店")), "the supervisor of a region sees its two stores, and no other", seen);
}

export async function printsCodes(week) {
  const page = await week.at("zhou", "标签");
  await button(page, "新建标签组").click();
  await inForm(page).getByLabel("标签组名称").fill(week.called("渠道"));
  await inForm(page).getByLabel("标签，一行一个").fill(week.called("门店"));
  await button(page, "建好").click();
  await page.getByRole("heading", { level: 2, name: week.called("渠道") }).waitFor();
  await week.at("zhou", "活码");
  await page.getByRole("link", { name: "批量新建" }).first().click();
  const lines = Object.entries(BEHIND).flatMap(([store, people]) =>
    PLACES.map((place, at) => `${store} ${week.called(place)},${week.userid(people[at % people.length])},${week.called("门店")},${store}${week.mark},${WELCOME}`),
  );
  await page.locator("input[type=file]").setInputFiles(table("codes.csv", ["名称,员工,标签,门店,欢迎语", ...lines].join("\r\n")));
  await button(page, "新建这 30 个活码").click();
  await button(page, "印刷这批活码").click();
  await button(inForm(page), "生成印刷包").click();
  await page.getByText("印刷包已生成，共 30 个二维码").waitFor();
  week.tells("thirty live codes are made from a table, and printed together");
  const song = await week.at("song", "活码");
  await week.finds(song, week.mark);
  await song.waitForFunction(() => document.querySelectorAll("tbody tr").length === 20);
  week.tells("the supervisor sees the twenty of their region");
}

/** A code's own page, and the address that is printed on it. */
export async function codeOf(week, who, name) {
  const page = await week.opens(who, "活码", week.called(name));
  await page.locator(".qr .address a").waitFor();
  week.codes[name] = await page.locator(".qr .address a").getAttribute("href");
  return page;
}
