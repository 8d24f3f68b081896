/** Long walks by clicks: colleagues at their screens, each in a window of their own; customers with their phones; the clock. */
import { customer } from "./customers.mjs";
import { button, DESK, inForm, PHONE } from "./house.mjs";

export const WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.49 NetType/WIFI Language/zh_CN";
/** Sessions live for eight hours. */
const SESSION = 6 * 3600;
const LOOKS = 240;
const A_WHILE = 250;

/** hired: how whoever plays is called, and the role that each is given; '' for those who get it later or never. */
export class Walk {
  windows = new Map();
  /** Whose session is over. */
  gone = new Set();
  /** Addresses of what was made, for the neighbour to look at. */
  made = [];
  codes = {};
  orders = {};

  constructor(house, hired) {
    this.house = house;
    this.hired = hired;
    this.asked = house.asked;
    this.mark = house.asked.mark;
  }

  /** As this telling calls somebody or something. */
  called(name) {
    return `${name} ${this.mark}`;
  }

  /** Called as in this telling alone, but for the owner, who is there already. */
  named(who) {
    return who === "boss" ? "王店长" : this.called(this.hired[who][0]);
  }

  userid(who) {
    return who === "boss" ? this.asked.owner : `${who}${this.mark}`;
  }

  /** WeCom's directory has new people; the owner reads it, and gives each their role. */
  async hires() {
    for (const who of Object.keys(this.hired)) await this.house.control(`/corps/${this.asked.corpId}/staff`, { userid: this.userid(who), name: this.named(who) });
    const page = await this.at("boss", "员工与角色");
    await button(page, "立即同步").click();
    await page.getByText("通讯录已同步").waitFor();
    await this.finds(page, this.mark);
    await page.waitForFunction((many) => document.querySelectorAll("tbody tr").length === many, Object.keys(this.hired).length);
    this.tells("new colleagues of WeCom's directory are there after a press");
    for (const [who, [, role]] of Object.entries(this.hired)) if (role) await this.gives(page, who, role);
  }

  /** In the list of staff, where the line of somebody is. kind, scope: whose they see, and what is ticked below that. */
  async gives(page, who, role, kind = "", scope = "") {
    const line = page.locator("tbody tr", { hasText: this.named(who) });
    await line.getByRole("button", { name: /角色$/ }).click();
    await inForm(page).getByLabel("角色", { exact: true }).selectOption({ label: role });
    if (kind) await inForm(page).getByLabel(kind).check();
    if (scope) await inForm(page).getByLabel(scope).check();
    await button(inForm(page), "保存").click();
    await line.getByText(role).first().waitFor();
  }

  /** Somebody's window, at a screen of their menu; they sign in where they have not, or where their day is over. */
  async at(who, screen) {
    const known = this.windows.get(who);
    const page = known ?? (await this.house.signedIn(this.userid(who)));
    this.windows.set(who, page);
    if (this.gone.delete(who)) {
      await page.goto(`${this.asked.url}/admin/v1/sign-in?corp=${this.asked.corp}&next=/console`);
      await page.locator(`button[name="userid"][value="${this.userid(who)}"]`).click();
    }
    await page.getByRole("navigation", { name: "菜单" }).getByRole("link", { name: screen, exact: true }).click();
    await page.locator("main h1", { hasText: screen }).waitFor();
    return page;
  }

  /** One thing of a list, found by its name and opened. */
  async opens(who, screen, name) {
    const page = await this.at(who, screen);
    await this.finds(page, name);
    await page.locator("tbody a", { hasText: name }).first().click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    return page;
  }

  async finds(page, name) {
    await page.getByRole("searchbox").first().fill(name);
    await page.getByRole("searchbox").first().press("Enter");
    // Nobody presses a line that is about to move.
    await page.waitForFunction((sought) => {
      const lines = [...document.querySelectorAll("tbody tr")];
      return lines.length > 0 && lines.every((one) => one.textContent.includes(sought));
    }, name);
  }

  /** What was made stands at the page's address now. */
  keeps(page) {
    this.made.push(new URL(page.url()).pathname);
  }

  /** The page of WeCom's sandbox on which people do what they do in their own apps. */
  async outside(which, hash = "") {
    const known = this.windows.get(which);
    const size = which === "phone" ? PHONE : DESK;
    const page = known ?? (await (await this.house.browser.newContext({ viewport: size, locale: "zh-CN", userAgent: WECHAT })).newPage());
    page.setDefaultTimeout(40_000);
    this.windows.set(which, page);
    const path = { phone: "/?only=phone", desk: "/?only=desk", mass: "/mass" }[which];
    await page.goto("about:blank");
    await page.goto(`${new URL(this.asked.sandbox).origin}${path}${hash}`);
    return page;
  }

  /** A customer takes their phone, scans what is printed, presses the code on the page, adds whom it shows, and is welcomed. */
  async joins(name, entry, said) {
    const phone = await this.outside("phone");
    await phone.getByPlaceholder("新客户姓名").fill(this.called(name));
    await phone.getByPlaceholder("新客户姓名").press("Enter");
    await phone.locator(".chip.on", { hasText: this.called(name) }).waitFor();
    await scans(phone, entry);
    const code = phone.frameLocator("iframe[title=网页]").getByRole("img", { name: /二维码$/ });
    const shown = await code.getAttribute("src");
    await phone.locator("button[data-set='page=']").click();
    await scans(phone, shown);
    await button(phone, "添加到通讯录").click();
    await phone.locator(".bubble.welcome", { hasText: said }).first().waitFor();
  }

  /** What somebody reads in the chats on their phone. */
  async reads(name, text) {
    const { id } = await this.known(name);
    const { messages } = await this.looked(`/customers/${id}/messages`);
    return messages.some((one) => String(one.content.content ?? "").includes(text));
  }

  async looked(path) {
    return await (await fetch(this.asked.sandbox + path)).json();
  }

  async known(name) {
    const { customers } = await this.looked("/customers");
    return customers.find((one) => one.name === this.called(name));
  }

  /** A customer's mini-program: it has no browser to be clicked in. */
  async mini(name) {
    return await customer(this.house, this.called(name));
  }

  /** A customer's own pages, opened in WeChat by whoever has the phone. */
  async own(name, page) {
    const { id } = await this.known(name);
    await this.house.control(`/customers/${id}/phone`);
    const window = await this.house.browser.newContext({ viewport: PHONE, locale: "zh-CN", userAgent: WECHAT });
    const opened = await window.newPage();
    opened.setDefaultTimeout(40_000);
    await opened.goto(`${this.asked.url}/m/${this.asked.corp}-${page}`);
    await opened.getByRole("link", { name: "微信登录" }).click();
    await opened.locator("[aria-current=page]").waitFor();
    return opened;
  }

  /** The code of a customer's coupon, as they read it on their own page. */
  async codeOf(name, coupon) {
    const own = await this.own(name, "coupons");
    await own.getByText(this.called(coupon)).click();
    await own.getByRole("img", { name: "这张券的二维码，请店员扫描" }).waitFor();
    const code = (await own.locator(".spelled").innerText()).replace(/\s/g, "");
    await own.context().close();
    return code;
  }

  /** The till on a clerk's phone. */
  async till(who) {
    const till = await this.house.signedIn(this.userid(who), "/till", PHONE);
    await till.getByText(this.named(who)).waitFor();
    return till;
  }

  async now() {
    return new Date((await this.looked("/clock")).now).getTime();
  }

  /** Time passes, and the minute's tick comes now instead of within a minute. */
  async later(seconds) {
    await this.house.control("/clock", { advance: `${Math.ceil(seconds)}s` });
    if (seconds > SESSION) this.gone = new Set(this.windows.keys());
    await ticks(this.house);
  }

  /** Looks again and again until it is so. */
  async until(look, what) {
    for (let looked = 0; looked < LOOKS; looked += 1) {
      if (await look()) return;
      await new Promise((go) => setTimeout(go, A_WHILE));
    }
    throw new Error(`it did not come: ${what}`);
  }

  /** A page is read anew until it shows something; inside a part of it, where that matters. */
  async shows(page, text, inside = page) {
    for (let looked = 0; looked < 20; looked += 1) {
      const seen = await inside.getByText(text).first().waitFor({ timeout: 2500 }).then(() => true, () => false);
      if (seen) return;
      await page.reload();
    }
    throw new Error(`${text} does not come`);
  }

  /** The userids of those of this telling who have a post to send, and have not. */
  async tasks() {
    const { tasks } = await this.looked(`/corps/${this.asked.corpId}/mass`);
    const open = tasks.filter((one) => !one.cancelled).flatMap((one) => Object.entries(one.parts).filter(([, part]) => !part.confirmed));
    return open.map(([userid]) => userid).filter((userid) => userid.endsWith(this.mark));
  }

  tells(what) {
    this.house.holds(true, what);
  }
}

/** The minute's tick comes now. */
export async function ticks(house) {
  const { url, payload } = house.asked.tick;
  const answer = await fetch(url, { method: "POST", headers: { Authorization: SIGNED }, body: payload });
  if (!answer.ok || answer.headers.get("X-Amz-Function-Error")) throw new Error(`the tick failed: ${await answer.text()}`);
}

/** The local cloud looks for a name here, and at nothing else of it. */
const SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";

async function scans(phone, link) {
  const field = phone.getByPlaceholder("扫一扫：粘贴二维码或入口链接");
  await field.fill(link);
  await field.press("Enter");
}
