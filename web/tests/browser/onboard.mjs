/**
 * The wizard of `make onboard` in a real browser: opened, filled in by the keyboard, refused at a field, tried, written, and
 * nothing that was pasted ever shown again. Told by tests/setup/test_onboard_browser.py.
 *
 *   node onboard.mjs '{"url": …, "chromium": …, "given": {step: {name: value}}}'
 */
import { DESK, House, PHONE } from "./house.mjs";

const { url, given, ...asked } = JSON.parse(process.argv[2]);
const house = new House(asked);
await house.open();
try {
  const window = await house.browser.newContext({ viewport: DESK, locale: "zh-CN" });
  const page = await window.newPage();
  page.setDefaultTimeout(20_000);
  const shown = [];
  const looks = async (name) => {
    shown.push(await page.content());
    await house.isSound(page, name);
  };
  await page.goto(url);
  await looks("onboard choose");
  await fills(page, { new: "brand" });
  await page.waitForURL(/company$/);
  await fills(page, { ...given.company, corp_id: "brand" });
  const field = page.locator("#corp_id[aria-invalid=true]");
  await field.waitFor();
  const says = await page.locator(`[id="${await field.getAttribute("aria-describedby")}"]`).textContent();
  house.holds(says.includes("ww"), "what is wrong is said at its field", says);
  await looks("onboard refused");
  for (const [step, values] of Object.entries(given)) {
    await page.waitForURL(new RegExp(`${step}$`));
    house.holds(/^[^A-Za-z]/.test(await page.locator("label").first().innerText()), `${step}: a label begins in Chinese`);
    await looks(`onboard ${step}`);
    await fills(page, values);
  }
  await page.waitForURL(/review$/);
  house.holds((await page.locator("main").innerText()).includes("正常"), "what was pasted was tried at its platform");
  await looks("onboard review");
  await page.setViewportSize(PHONE);
  await looks("onboard review narrow");
  for (const box of await page.getByRole("checkbox").all()) {
    await box.focus();
    await page.keyboard.press("Space");
  }
  await page.getByRole("button", { name: /^写入/ }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/done$/);
  // It has no script, and reads itself anew while the import runs: the one thing that a machine objects to there.
  shown.push(await page.content());
  const keys = Object.values(given).flatMap((step) => Object.entries(step)).filter(([name]) => /secret|token|aes_key/.test(name));
  house.holds(keys.length > 3 && keys.every(([, value]) => shown.every((one) => !one.includes(value))), "it is written, and no key was ever shown again");
} catch (error) {
  console.error(await house.browser.contexts()[0]?.pages()[0]?.locator("main").innerText());
  throw error;
} finally {
  await house.close();
}

/** Pasted field by field, sent by Enter: no mouse. */
async function fills(page, values) {
  for (const [name, value] of Object.entries(values)) {
    await page.locator(`[name="${name}"]`).last().focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(value);
  }
  if (Object.keys(values).length === 0) await page.locator("main form").first().locator("button[type=submit]").first().focus();
  await page.keyboard.press("Enter");
}
