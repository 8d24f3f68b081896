/** The client in a mini-program: `wx.request` in the place of `fetch`. Compiled with the client; the page quotes it. */

import { type Fetch, Siyu } from "../src/index.js";

declare const wx: {
  request(asked: {
    url: string;
    method: string;
    header: Record<string, string>;
    data: string | undefined;
    dataType: "text";
    success(answer: { statusCode: number; data: string; header: Record<string, string> }): void;
    fail(error: { errMsg: string }): void;
  }): void;
  login(asked: { success(answer: { code: string }): void; fail(error: { errMsg: string }): void }): void;
};

const wxFetch: Fetch = (url, asked) =>
  new Promise((resolve, reject) => {
    wx.request({
      url,
      method: asked.method,
      header: { ...asked.headers },
      data: asked.body,
      dataType: "text",
      success: ({ statusCode, data, header }) => {
        const named = new Map(Object.keys(header).map((name) => [name.toLowerCase(), header[name] ?? null]));
        resolve({
          ok: statusCode >= 200 && statusCode < 300,
          status: statusCode,
          headers: { get: (name) => named.get(name.toLowerCase()) ?? null },
          text: () => Promise.resolve(data),
        });
      },
      fail: (error) => reject(new Error(error.errMsg)),
    });
  });

let token = "";
let made = 0;
const siyu = new Siyu({
  baseUrl: "https://q.example.com",
  token: () => token || undefined,
  fetch: wxFetch,
  newKey: () => `${Date.now()}-${Math.random()}-${(made += 1)}`,
});

/** From `wx.login` to a session; again whenever one is over. */
export async function signIn(corp: string): Promise<void> {
  const code = await new Promise<string>((resolve, reject) =>
    wx.login({ success: (got) => resolve(got.code), fail: (error) => reject(new Error(error.errMsg)) }),
  );
  token = (await siyu.members.signInMember({ body: { corp, js_code: code } })).token;
}

/** Every so often while the mini-program is open: two hours more, up to twelve after `signIn`. */
export async function stayIn(): Promise<void> {
  token = (await siyu.members.renewSession()).token;
}

/** The first coupon that may be claimed. tap: made once for a tap, sent again with every repeat of it. */
export async function claimFirst(tap: string): Promise<string> {
  const { items } = await siyu.coupons.listCouponsToClaim({ limit: 20 });
  const open = items.find((one) => one.why_not === null);
  if (!open) return "";
  const claim = { template_id: open.template_id, body: { source: "page:home" } };
  const got = await siyu.coupons.claimCoupon(claim, { key: tap }).result();
  return got.ok ? got.value.code : got.problem.message_zh;
}
