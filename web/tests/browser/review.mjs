/** 审核台 the reviewers' desk: read, moved through, approved and refused by keys and buttons; who may not decide sees why. */
import { asAsked, staffed } from "./content-staff.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

const AT = "/console/review";

export async function play(house) {
  const { mark } = house.asked;
  await staffed(house);
  const author = await house.signedIn("ming", "/console/content");
  const [one, two, three] = [await written(author, `待审甲 ${mark}`), await written(author, `待审乙 ${mark}`), await written(author, `待审丙 ${mark}`)];
  const desk = await house.signedIn("lily", `${AT}?item=${one}`);
  await reads(house, desk, mark);
  await movesAndApproves(house, desk, mark);
  await refuses(house, desk, author, three, mark);
  await isLate(house, desk, two, mark);
  await isBarred(house, author, await written(author, `自审 ${mark}`));
  await inOrder(house, one, mark);
  house.isQuiet(409);
  await meetsTrouble(house, desk);
  house.messages.length = 0;
  const phone = await house.signedIn("lily", AT, PHONE);
  await phone.locator(".phone .bubble").waitFor();
  await house.isSound(phone, "review");
  const abroad = await house.signedIn("lily", AT, DESK, "en-GB");
  await abroad.locator(".phone .bubble").waitFor();
  await house.isSound(abroad, "review in English");
  house.isQuiet();
}

async function written(page, name) {
  const { item_id } = await asAsked(page, "POST", "/content-items", { name, text: "{{customer_name}}，周六来喝茶。" });
  await asAsked(page, "POST", `/content-items/${item_id}/versions/1/submissions`);
  return item_id;
}

const read = (page, name) => page.locator(".reading h2", { hasText: name }).waitFor();

async function reads(house, page, mark) {
  await read(page, `待审甲 ${mark}`);
  house.holds((await page.locator(".phone .bubble").textContent()).startsWith("小雨"), "what waits is read on the phone it will be read on");
  await page.getByText("这是第一次送审").waitFor();
  await page.keyboard.press("?");
  await page.locator("kbd").first().waitFor();
  await house.isSound(page, "review");
  await page.keyboard.press("?");
}

async function movesAndApproves(house, page, mark) {
  await page.keyboard.press("j");
  await read(page, `待审乙 ${mark}`);
  await page.keyboard.press("k");
  await read(page, `待审甲 ${mark}`);
  await page.keyboard.press("a");
  await button(page, "再按 A 或回车，确认通过").waitFor();
  house.holds((await page.locator(".reading h2").textContent()) === `待审甲 ${mark}`, "one key alone decides nothing");
  await page.keyboard.press("a");
  await page.getByText(`「待审甲 ${mark}」已通过内容审`).waitFor();
  await read(page, `待审乙 ${mark}`);
  house.holds(await page.locator(".decided a", { hasText: `待审甲 ${mark}` }).isVisible(), "it is approved by keys, the next is read, and what was decided is seen again");
}

async function refuses(house, page, author, id, mark) {
  await page.keyboard.press("j");
  await read(page, `待审丙 ${mark}`);
  await page.keyboard.press("r");
  await button(inForm(page), "不通过").click();
  house.holds(await inForm(page).getByLabel("原因").evaluate((field) => field.matches(":invalid")), "nobody is refused without a reason");
  await inForm(page).getByLabel("原因").fill("ja 请补上门店地址");
  house.holds((await inForm(page).getByLabel("原因").inputValue()).startsWith("ja"), "keys typed into a field are letters");
  await house.isSound(page, "refusal");
  await button(inForm(page), "不通过").click();
  await page.getByText(`「待审丙 ${mark}」已退回作者`).waitFor();
  await author.goto(`${house.asked.url}/console/content/${id}`);
  await author.getByText("原因：ja 请补上门店地址").waitFor();
  house.holds(true, "it is refused, and its author reads why");
}

async function isLate(house, page, id, mark) {
  await page.goto(`${house.asked.url}${AT}?item=${id}`);
  await read(page, `待审乙 ${mark}`);
  const owner = await house.signedIn(house.asked.owner, AT);
  await asAsked(owner, "POST", `/content-items/${id}/versions/1/reviews`, { stage: "content", verdict: "passed" });
  await owner.close();
  await button(page, "通过").click();
  await page.getByText(`「待审乙 ${mark}」已被他人处理`).waitFor();
  house.holds(true, "who comes second is told what became of it, and reads the next");
}

async function isBarred(house, page, id) {
  await page.goto(`${house.asked.url}${AT}?item=${id}`);
  await page.getByText("这是您写的，须由其他同事审核。").waitFor();
  house.holds((await button(page, "通过").count()) === 0, "who wrote it sees why they may not decide");
}

async function inOrder(house, id, mark) {
  const hui = await house.signedIn("hui", `${AT}?item=${id}`);
  await read(hui, `待审甲 ${mark}`);
  await button(hui, "通过").click();
  await hui.getByText(`「待审甲 ${mark}」已通过合规审`).waitFor();
  await hui.close();
  const owner = await house.signedIn(house.asked.owner, `${AT}?item=${id}`);
  await read(owner, `待审甲 ${mark}`);
  await button(owner, "通过").click();
  await owner.getByText(`「待审甲 ${mark}」三审全部通过，可以发送`).waitFor();
  await owner.close();
  house.holds(true, "three people, one after another, approve it");
}

async function meetsTrouble(house, page) {
  await page.route("**/admin/v1/content-versions?*", (route) => route.abort());
  await page.goto(house.asked.url + AT);
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/content-versions?*");
  await page.route("**/admin/v1/content-versions?*", (route) => route.fulfill({ json: { items: [], cursor: "" } }));
  await button(page, "重试").click();
  await page.getByText("没有等您审核的素材。").waitFor();
  await house.isSound(page, "nothing to review");
  await page.unroute("**/admin/v1/content-versions?*");
}
