/** The one file that speaks with WeChat. */

import type { Asked, Fetch, WechatpayPayParams } from "../../web/client/src/index.js";
import { Brightness } from "./logic/brightness";
import { both, languageOf, speak } from "./logic/language";
import { type Kept, Session } from "./logic/session";
import { keyOf, Taps } from "./logic/taps";
import { settings } from "./settings";

const STORED = "session";
const PATIENCE = 15000;

speak(languageOf(wx.getAppBaseInfo().language ?? ""));

export const now = (): number => Date.now();
export const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const newKey = (): string => keyOf(now(), Math.random);

const failed = (error: Failed): Error => new Error(error.errMsg);

const METHODS = ["GET", "POST", "PUT", "DELETE"] as const;

function method(asked: Asked): (typeof METHODS)[number] {
  const found = METHODS.find((one) => one === asked.method);
  if (found === undefined) throw new Error(`no such method here: ${asked.method}`);
  return found;
}

/** `wx.request` in the place of `fetch`; the names of headers come in any letters. */
const request: Fetch = (url, asked) =>
  new Promise((resolve, reject) => {
    wx.request({
      url,
      method: method(asked),
      header: { ...asked.headers },
      ...(asked.body === undefined ? {} : { data: asked.body }),
      dataType: "text",
      timeout: PATIENCE,
      success: ({ statusCode, data, header }) => {
        const named = new Map(Object.keys(header).map((name) => [name.toLowerCase(), header[name] ?? null]));
        resolve({
          ok: statusCode >= 200 && statusCode < 300,
          status: statusCode,
          headers: { get: (name) => named.get(name.toLowerCase()) ?? null },
          text: () => Promise.resolve(typeof data === "string" ? data : JSON.stringify(data)),
        });
      },
      fail: (error) => reject(failed(error)),
    });
  });

const code = (): Promise<string> =>
  new Promise((resolve, reject) => wx.login({ success: (got) => resolve(got.code), fail: (error) => reject(failed(error)) }));

function read(): Kept | null {
  const stored = wx.getStorageSync(STORED);
  return isKept(stored) ? stored : null;
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "token" in value && "got" in value && "ends" in value;
}

// A phone whose storage is full signs in anew when it is opened again.
function write(kept: Kept | null): void {
  try {
    if (kept === null) wx.removeStorageSync(STORED);
    else wx.setStorageSync(STORED, kept);
  } catch {
    return;
  }
}

const { baseUrl, corp } = settings;
export const session = new Session({ baseUrl, corp, fetch: request, code, now, newKey, read, write });
export const taps = new Taps(newKey);

export const brightness = new Brightness({
  read: () =>
    new Promise((resolve, reject) =>
      wx.getScreenBrightness({ success: (got) => resolve(got.value), fail: (error) => reject(failed(error)) }),
    ),
  set: (value) =>
    new Promise((resolve, reject) =>
      wx.setScreenBrightness({ value, success: () => resolve(), fail: (error) => reject(failed(error)) }),
    ),
});

export function keepAwake(isOn: boolean): void {
  wx.setKeepScreenOn({ keepScreenOn: isOn, fail });
}

// Without a way to fail WeChat answers a promise, whose refusal nobody would hear.
const fail = (): void => undefined;

/** One page in the place of this one, everything from the start, or a page further: WeChat keeps ten behind each other. */
export const swap = (url: string): void => wx.redirectTo({ url, fail });
export const restart = (url: string): void => wx.reLaunch({ url, fail });
export const go = (url: string): void => wx.navigateTo({ url, fail: () => swap(url) });
export const pulled = (): void => wx.stopPullDownRefresh({ fail });

export function sure(title: string, content: string, yes: string): Promise<boolean> {
  return new Promise((resolve) =>
    wx.showModal({
      title,
      content,
      confirmText: yes,
      cancelText: both("不了", "No"),
      success: (answer) => resolve(answer.confirm),
      fail: () => resolve(false),
    }),
  );
}

/** What stands above a page, and below the tabs: WeChat has these in one language until it is told otherwise. */
export const titled = (title: string): void => wx.setNavigationBarTitle({ title, fail });
export function tabbed(names: readonly string[]): void {
  names.forEach((text, index) => wx.setTabBarItem({ index, text, fail }));
}

/** False when the customer turned back. Raises what kept them from paying. */
export function pay(params: WechatpayPayParams): Promise<boolean> {
  return new Promise((resolve, reject) =>
    wx.requestPayment({
      timeStamp: params.timeStamp,
      nonceStr: params.nonceStr,
      package: params.package,
      signType: "RSA",
      paySign: params.paySign,
      success: () => resolve(true),
      fail: (error) => (error.errMsg.includes("cancel") ? resolve(false) : reject(failed(error))),
    }),
  );
}
