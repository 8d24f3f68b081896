/** 接入检查 setup: tested by a press, what is wrong first with what to press, mended and tested again, never a key. */
import { button, DESK, PHONE } from "./house.mjs";

const PAGE = "/console/setup";
const RIGHTS = "客户联系权限";

export async function play(house) {
  const { asked } = house;
  const desk = await house.signedIn(asked.owner, PAGE);
  await desk.locator(".lines > li").first().waitFor();
  await house.isSound(desk, "setup before");
  await house.control("/faults", { kind: "error", corp_id: asked.corpId, api: "externalcontact/get_follow_user_list", errcode: 48002, times: 1 });
  await desk.getByRole("button", { name: /^(开始检查|全部再测)$/ }).click();
  const line = desk.locator(".lines > li", { hasText: RIGHTS });
  await line.getByText("不通", { exact: true }).waitFor();
  house.holds((await desk.locator(".lines > li").first().textContent()).includes(RIGHTS), "what is wrong stands first");
  house.holds((await line.textContent()).includes("可调用接口的应用"), "and says what to press in which console");
  await house.isSound(desk, "setup wrong");
  await line.getByRole("button", { name: `再测一次：${RIGHTS}` }).click();
  await line.getByText("正常", { exact: true }).waitFor();
  house.holds(true, "mended and tested again by itself, it works");
  await house.isSound(desk, "setup");
  house.isQuiet();
  await loses(house, desk);
  const phone = await house.signedIn(asked.owner, PAGE, PHONE);
  await phone.locator(".lines > li").first().waitFor();
  await house.isSound(phone, "setup");
  const abroad = await house.signedIn(asked.owner, PAGE, DESK, "en-GB");
  await abroad.locator(".lines > li").first().waitFor();
  await house.isSound(abroad, "setup in English");
  house.isQuiet();
}

/** The door fails once: what was known stays, and the same press works afterwards. */
async function loses(house, page) {
  await page.route("**/admin/v1/setup/checks", (route) => route.abort());
  await button(page, "全部再测").click();
  await page.getByText("没有连上，请检查网络后重试。").waitFor();
  await page.unroute("**/admin/v1/setup/checks");
  house.holds((await page.locator(".lines > li").count()) > 8, "an answer that is lost takes nothing away");
  await button(page, "全部再测").click();
  await button(page, "全部再测").waitFor();
  house.messages.length = 0;
}
