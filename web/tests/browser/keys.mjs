/**
 * A person without a mouse: walks by Tab to what has a name, presses, types, and is never nowhere.
 */

/** So many presses until something near must have been reached; from the menu to the end of a long page it takes more. */
const FAR = 120;

export class Keys {
  constructor(house, page) {
    Object.assign(this, { house, page });
  }

  /** What has the focus: its role and name as a screen reader says them, and whether it can be seen to have it. */
  async here() {
    return await this.page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const text = (one) => [...one.childNodes].map((each) => (each.nodeType === 3 ? each.textContent : each.tagName === "SELECT" || each.getAttribute?.("aria-hidden") === "true" ? "" : each.nodeType === 1 ? text(each) : "")).join("");
      const label = (one) => one.getAttribute("aria-label") ?? [...(one.labels ?? [])].map((each) => text(each)).join(" ");
      const { outlineStyle, outlineWidth } = getComputedStyle(at);
      // A file's input is not seen; what stands for it has the ring.
      const rings = [at, at.nextElementSibling, at.previousElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
      const box = at.getBoundingClientRect();
      return {
        tag: at.tagName,
        type: at.type ?? "",
        placeholder: at.placeholder ?? "",
        name: (label(at) || (at.tagName === "SELECT" ? "" : text(at)) || at.placeholder || "").replace(/\s+/g, " ").trim(),
        isRinged: outlineStyle !== "none" && outlineWidth !== "0px" || (box.width <= 1 && rings.some((one) => one.outlineStyle !== "none")),
        inDialog: at.closest("dialog") !== null,
        row: (at.closest("tr, li, fieldset")?.textContent ?? "").replace(/\s+/g, " "),
      };
    });
  }

  /** Tabs until it has the focus. what: its whole name, or what it has to match; row: what the line it is in says. */
  async to(what, { row = "", tag = "", type = "", back = false, far = FAR } = {}) {
    const named = (at) => (what instanceof RegExp ? what.test(at.name) : at.name === what);
    const fits = (at) => at && named(at) && at.row.includes(row) && (tag === "" || at.tag === tag) && (type === "" || at.type === type);
    const passed = [];
    for (let presses = 0; presses <= far; presses += 1) {
      const at = await this.here();
      if (fits(at)) {
        if (!at.isRinged) throw new Error(`${what}: nothing shows that it has the focus`);
        return at;
      }
      passed.push(at?.name ?? "–");
      await this.page.keyboard.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`${what} is not reached by Tab: ${passed.slice(-40).join(" | ")}`);
  }

  async press(what, how = {}) {
    await this.to(what, how);
    await this.page.keyboard.press("Enter");
    await this.sees();
  }

  /** What a press led to is drawn: nobody walks on through the page that a drawer is about to cover. */
  async sees() {
    await this.page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen, 50)))));
  }

  /** Ticks or picks by the space bar. */
  async tick(what, how = {}) {
    await this.to(what, how);
    await this.page.keyboard.press("Space");
  }

  /** In the place of what stands there. */
  async type(what, text, how = {}) {
    await this.to(what, how);
    await this.page.keyboard.press("ControlOrMeta+a");
    await (text === "" ? this.page.keyboard.press("Delete") : this.page.keyboard.insertText(text));
  }

  /** From a menu of choices, by the arrows. */
  async choose(what, option, how = {}) {
    await this.to(what, { tag: "SELECT", ...how });
    await this.page.keyboard.press("Home");
    for (let presses = 0; presses < 40; presses += 1) {
      const now = await this.page.evaluate(() => document.activeElement.selectedOptions[0]?.textContent.trim());
      if (option instanceof RegExp ? option.test(now) : now === option) return;
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`${what}: ${option} is not chosen by the arrows`);
  }

  /** A date is typed part by part; a year would take more digits, so one goes on from it. */
  async date(what, year, rest, how = {}) {
    await this.to(what, how);
    await this.page.keyboard.type(year);
    await this.page.keyboard.press("ArrowRight");
    await this.page.keyboard.type(rest);
  }

  /** One of a few: the group is one stop of Tab, the arrows go through it. */
  async pick(what, how = {}) {
    await this.to(/./, { ...how, type: "radio" });
    for (let presses = 0; presses < 40; presses += 1) {
      if ((await this.here()).name.startsWith(what)) return await this.page.keyboard.press("Space");
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`${what} is not picked by the arrows`);
  }

  /** From wherever one is back to the menu, and to a screen of it. */
  async goTo(screen) {
    await this.press(screen, { tag: "A", back: true, far: 200 });
    await this.arrived();
  }

  /** Another page: its heading has the focus. */
  async arrived(named = "") {
    let at = null;
    for (let looks = 0; looks < 200; looks += 1) {
      at = await this.here();
      if (at?.tag === "H1" && at.name.includes(named)) return;
      await this.page.waitForTimeout(50);
    }
    throw new Error(`the heading ${named} does not get the focus: ${JSON.stringify(at)}`);
  }

  /** Somewhere, and not lost; says so when it is asked to. */
  async isHere(what = "") {
    let at = null;
    for (let looks = 0; looks < 60 && at === null; looks += 1) {
      at = await this.here();
      if (at === null) await this.page.waitForTimeout(50);
    }
    if (at === null) throw new Error(`${what}: the focus is on nothing`);
    if (what) this.house.holds(true, what);
    return at;
  }

  /** Back on what opened it, once that is closed. */
  async isBackAt(name, what) {
    let at = null;
    for (let looks = 0; looks < 60; looks += 1) {
      at = await this.here();
      if (name instanceof RegExp ? name.test(at?.name ?? "") : at?.name === name) return this.house.holds(!at.inDialog, what);
      await this.page.waitForTimeout(50);
    }
    throw new Error(`${what}: the focus is at ${JSON.stringify(at)}`);
  }

  /** The first Tab of a page leads past the menu. */
  async skips() {
    await this.page.locator("nav a").first().waitFor();
    await this.page.keyboard.press("Tab");
    const first = await this.here();
    this.house.holds(first?.name === "跳到正文" && first.isRinged, "the first Tab reaches the way past the menu", JSON.stringify(first));
    await this.page.keyboard.press("Enter");
    await this.page.keyboard.press("Tab");
    this.house.holds(await this.page.evaluate(() => document.activeElement.closest("main") !== null), "and it leads there");
  }

  /** One task after another, each from the menu on. */
  async plays(tasks) {
    for (const [name, does] of Object.entries(tasks)) {
      const began = Date.now();
      await does(this.house, this.page, this);
      if (this.house.asked.times) console.error(`${name}: ${Date.now() - began} ms`);
    }
  }

  /** What is wrong: the summary has the focus, and leads to a field that says what is wrong with it. */
  async isLedTo(field) {
    const summary = this.page.locator(".summary:focus");
    await summary.waitFor();
    await this.page.keyboard.press("Tab");
    await this.press(field instanceof RegExp ? field : new RegExp(`^${field}`), { tag: "BUTTON", far: 6 });
    const at = await this.here();
    const isWrong = await this.page.evaluate(() => document.activeElement.getAttribute("aria-invalid") === "true" || document.activeElement.closest("fieldset, .field, section, form")?.querySelector(".wrong") !== null);
    if (!at || at.tag === "H1" || !isWrong) throw new Error(`${field}: the summary does not lead there: ${JSON.stringify(at)}`);
  }

  /** Opens a drawer: nobody walks on before it is there, or it closes to where they had gone. */
  async opens(what, how = {}) {
    await this.press(what, how);
    await this.page.locator("dialog[open]").waitFor();
  }

  /** Opens a drawer, and leaves it by Escape: back on what opened it. */
  async opensAndEscapes(what, how = {}) {
    await this.opens(what, how);
    if (!(await this.here())?.inDialog) throw new Error(`${what}: the focus is not in what it opened`);
    await this.page.keyboard.press("Escape");
    await this.page.locator("dialog[open]").waitFor({ state: "detached" });
    const at = await this.here();
    if (!(what instanceof RegExp ? what.test(at?.name ?? "") : at?.name === what)) throw new Error(`${what}: Escape leaves the focus at ${JSON.stringify(at)}`);
  }

  /** By the keys of taking back. */
  async takesBack() {
    await this.page.locator(".notices .bar").waitFor();
    await this.page.keyboard.press("F6");
    const at = await this.here();
    if (at?.name !== "撤销") throw new Error(`F6 does not reach 撤销: ${JSON.stringify(at)}`);
    await this.page.keyboard.press("Enter");
  }
}
