/** Run by tests/web against the real doors: what a program sees of keys, cursors, refusals and faults. */

import { Refused, Siyu } from "../src/index.js";

declare const process: { readonly env: Record<string, string | undefined> };
declare const console: { log(text: string): void };

const settings = { baseUrl: process.env["SIYU_URL"] ?? "", wait: () => Promise.resolve() };
const siyu = new Siyu({ ...settings, token: () => process.env["SIYU_TOKEN"] });
const template = { name: "满100减20", amount_off: 2000, threshold: 10000, stock: 100, per_member: 1, valid_days: 7 };

async function seen(): Promise<Record<string, unknown>> {
  const first = await siyu.coupons.createCouponTemplate({ body: template }, { key: "once" }).result();
  const again = await siyu.coupons.createCouponTemplate({ body: template }, { key: "once" }).result();
  await siyu.coupons.createCouponTemplate({ body: { ...template, name: "满50减5" } });
  const names: string[] = [];
  for await (const one of siyu.coupons.listCouponTemplatesAll({ limit: 1 })) names.push(one.name);
  const wrong = await siyu.coupons.createCouponTemplate({ body: { ...template, stock: -1 } }).result();
  const unknown = await Promise.resolve(siyu.coupons.readCouponTemplate({ template_id: "no/such" })).catch(
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );
  const nobody = await new Siyu(settings).coupons.listCouponTemplates().result();
  let tries = 0;
  const shaky: typeof fetch = (url, init) => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error("cut")) : fetch(url, init);
  };
  const held = new Siyu({ ...settings, token: process.env["SIYU_TOKEN"] ?? "", fetch: shaky });
  const kept = await held.coupons.createCouponTemplate({ body: template }, { key: "once" }).result();
  return {
    replayed: first.ok && again.ok && [first.replayed, again.replayed, first.value.template_id === again.value.template_id],
    names,
    wrong: wrong.ok ? "taken" : [wrong.problem.code, wrong.problem.status],
    unknown,
    nobody: nobody.ok ? "let in" : nobody.problem.code,
    retried: kept.ok && [tries, kept.replayed],
  };
}

console.log(JSON.stringify(await seen()));
