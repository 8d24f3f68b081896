/**
 * A WeChat that stands in: what `make mini` built runs in a world that has of JavaScript the language alone, as there,
 * and is read and tapped by what its pages show. Its requests are the real ones of whoever makes it.
 */

import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { setImmediate as breath } from "node:timers/promises";
import vm from "node:vm";

import { parse, shown, templatesOf, textOf } from "./wxml.mjs";

// What waits so long waits for `pass`, all else for nothing.
const LONG = 5000;

const copied = (value) => JSON.parse(JSON.stringify(value));

export class WeChat {
  stack = [];
  storage = new Map();
  brightness = 0.4;
  isAwake = false;
  sure = true;
  under = 0;
  timers = [];
  logins = 0;
  title = "";
  tabNames = [];

  /** request, login, pay: what the world outside answers; now: the time, as the server has it; language: the phone's. */
  constructor(dist, { request, login, pay, now, language = "zh_CN" }) {
    Object.assign(this, { dist, language, outside: { request, login, pay, now } });
    this.app = JSON.parse(readFileSync(join(dist, "app.json"), "utf8"));
    this.tabs = this.app.tabBar.list.map((one) => one.pagePath);
    this.start();
  }

  /** Opens the program; what it stored before is still there. */
  start() {
    this.stack = [];
    this.modules = new Map();
    this.pages = new Map();
    this.world = vm.createContext({ setTimeout: (then, after) => (after < LONG ? this.later(() => breath().then(then)) : void this.timers.push(then)), wx: this.wx(), App: (app) => (this.launched = app) });
    vm.runInContext("globalThis.setNow = (now) => { Date.now = now; };", this.world);
    this.world.setNow(this.outside.now);
    delete this.world.setNow;
    this.require("app.js");
    for (const path of this.app.pages) {
      this.world.Page = (page) => this.pages.set(path, page);
      this.require(`${path}.js`);
    }
    this.launched.onLaunch?.();
  }

  require(path) {
    if (!this.modules.has(path)) {
      const module = { exports: {} };
      this.modules.set(path, module);
      const source = readFileSync(join(this.dist, path), "utf8");
      const run = vm.runInContext(`(function (require, module, exports) { ${source}\n})`, this.world, { filename: path });
      run((name) => this.require(normalize(join(dirname(path), name))), module, module.exports);
    }
    return this.modules.get(path).exports;
  }

  later(work) {
    this.under += 1;
    void work().finally(() => (this.under -= 1));
  }

  /** Until nothing is under way. */
  async quiet() {
    for (let calm = 0; calm < 3; calm = this.under === 0 ? calm + 1 : 0) await breath();
  }

  /** Seconds go by. */
  async pass() {
    this.timers.splice(0).forEach((then) => then());
    await this.quiet();
  }

  answered(work, { success, fail }) {
    this.later(() => work().then(success, (error) => fail?.({ errMsg: String(error.message) })));
  }

  wx() {
    const moved = (move) => ({ url, fail }) => {
      const [path, query = ""] = url.slice(1).split("?");
      if (!url.startsWith("/") || !this.pages.has(path)) throw new Error(`no page ${url}`);
      move(path, query, fail);
    };
    const push = (path, query) => {
      const options = this.pages.get(path);
      const page = { ...options, path, data: copied(options.data) };
      page.setData = (changes) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) throw new Error(`${path}: ${name} is set to undefined`);
          if (!(name in options.data)) throw new Error(`${path}: ${name} is no data of it`);
          page.data[name] = copied(value);
        }
      };
      this.stack.push(page);
      // WeChat hands on what stands behind a question mark as it is.
      const parts = query.split("&").filter((part) => part !== "");
      page.onLoad?.(Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)])));
      page.onShow?.();
    };
    const leave = (count) => this.stack.splice(this.stack.length - count).reverse().forEach((page) => page.onUnload?.());
    return {
      request: ({ url, method, header, data, success, fail }) => this.answered(() => this.outside.request(url, { method, headers: header, body: data }), { success, fail }),
      login: (asked) => this.answered(async () => ({ code: await this.outside.login((this.logins += 1)) }), asked),
      getStorageSync: (key) => (this.storage.has(key) ? copied(this.storage.get(key)) : ""),
      setStorageSync: (key, value) => this.storage.set(key, copied(value)),
      removeStorageSync: (key) => this.storage.delete(key),
      navigateTo: moved((path, query, fail) => {
        if (this.tabs.includes(path)) throw new Error(`${path} is a tab`);
        if (this.stack.length === 10) return fail({ errMsg: "navigateTo:fail webview count limit exceed" });
        this.stack[this.stack.length - 1]?.onHide?.();
        push(path, query);
      }),
      redirectTo: moved((path, query) => {
        leave(1);
        push(path, query);
      }),
      reLaunch: moved((path, query) => {
        leave(this.stack.length);
        push(path, query);
      }),
      getAppBaseInfo: () => ({ language: this.language }),
      setNavigationBarTitle: ({ title }) => (this.title = title),
      setTabBarItem: ({ index, text }) => (this.tabNames[index] = text),
      stopPullDownRefresh: () => undefined,
      getScreenBrightness: (asked) => this.answered(async () => ({ value: this.brightness }), asked),
      setScreenBrightness: (asked) => this.answered(async () => void (this.brightness = asked.value), asked),
      setKeepScreenOn: ({ keepScreenOn }) => (this.isAwake = keepScreenOn),
      showModal: (asked) => {
        if (asked.confirmText.length > 4 || asked.cancelText.length > 4) throw new Error("WeChat takes four signs on a button");
        this.answered(async () => ({ confirm: this.sure }), asked);
      },
      requestPayment: (asked) => this.answered(() => this.outside.pay(asked), asked),
    };
  }

  get page() {
    return this.stack[this.stack.length - 1];
  }

  async open(url) {
    this.world.wx.reLaunch({ url });
    await this.quiet();
  }

  async back() {
    this.stack.pop().onUnload?.();
    this.page.onShow?.();
    await this.quiet();
  }

  /** What stands on the page, as a tree. */
  look() {
    const read = (path) => parse(readFileSync(join(this.dist, path), "utf8"));
    return shown(read(`${this.page.path}.wxml`).children, this.page.data, templatesOf(read("templates/standing.wxml")));
  }

  text() {
    return textOf(this.look());
  }

  /** Taps what says so, or is labelled so. */
  async tap(words, event = "tap", detail = {}) {
    const found = flat(this.look()).find(
      ({ tag, attrs, children }) => tag && attrs[`bind:${event}`] && (textOf(children).includes(words) || String(attrs["aria-label"] ?? "").includes(words)),
    );
    if (!found) throw new Error(`nothing to ${event} says ${words} on ${this.page.path}: ${this.text()}`);
    if (found.attrs.disabled === true) return;
    const dataset = Object.fromEntries(Object.entries(found.attrs).filter(([name]) => name.startsWith("data-")).map(([name, value]) => [name.slice(5), value]));
    this.page[found.attrs[`bind:${event}`]]({ currentTarget: { dataset }, detail });
    await this.quiet();
  }
}

export const flat = (nodes) => nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
