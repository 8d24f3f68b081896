/** The client where there is nothing of a browser: mini-programs have no fetch, Headers, URLSearchParams nor crypto. */

import { afterEach, describe, expect, it, vi } from "vitest";

import { type Fetch, Siyu } from "@client";

const MISSING = ["fetch", "Headers", "Request", "Response", "URL", "URLSearchParams", "AbortSignal", "AbortController", "crypto", "TextEncoder"];

afterEach(() => vi.unstubAllGlobals());

function bare() {
  for (const name of MISSING) vi.stubGlobal(name, undefined);
  const seen: { url: string; headers: Readonly<Record<string, string>>; body: string | undefined }[] = [];
  const asked: Fetch = (url, { headers, body }) => {
    seen.push({ url, headers, body });
    const answer = { ok: true, status: 200, headers: { get: () => null }, text: () => Promise.resolve('{"items": [], "cursor": ""}') };
    return seen.length === 1 ? Promise.reject(new Error("cut")) : Promise.resolve(answer);
  };
  let made = 0;
  const siyu = new Siyu({ baseUrl: "https://q", token: "t", fetch: asked, newKey: () => `k${(made += 1)}`, wait: () => Promise.resolve() });
  return { siyu, seen };
}

describe("the client without a browser", () => {
  it("asks, asks again under the same key, and makes one key a call", async () => {
    const { siyu, seen } = bare();
    await siyu.coupons.claimCoupon({ template_id: "T/1", body: { source: "page:home" } });
    await siyu.coupons.claimCoupon({ template_id: "T/1", body: {} });
    expect(seen.map(({ url, headers }) => [url, headers["Idempotency-Key"]])).toEqual([
      ["https://q/mini/v1/coupon-templates/T%2F1/claims", "k1"],
      ["https://q/mini/v1/coupon-templates/T%2F1/claims", "k1"],
      ["https://q/mini/v1/coupon-templates/T%2F1/claims", "k2"],
    ]);
    expect(seen[0]?.body).toBe('{"source":"page:home"}');
  });

  it("escapes what stands in a query as browsers read it, half a sign as well", async () => {
    const { siyu, seen } = bare();
    await siyu.coupons.listCouponsToClaim({ limit: 20, cursor: "a+b &=/券\ud83c" });
    vi.unstubAllGlobals();
    const [, query = ""] = (seen[1]?.url ?? "").split("?");
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ limit: "20", cursor: "a+b &=/券\ufffd" });
  });
});
