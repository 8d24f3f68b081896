/** What the compiler must see: each `@ts-expect-error` fails the build when the mistake below it is no longer one. */

import { type ErrorCode, type GatewayCode, Siyu } from "../src/index.js";

declare const siyu: Siyu;
const template = { name: "满100减20", amount_off: 2000, threshold: 10000, stock: 100, per_member: 1, valid_days: 7 };

export async function right(): Promise<string> {
  const made = await siyu.coupons.createCouponTemplate({ body: template }, { key: "template-1" });
  const claimed = await siyu.coupons.claimCoupon({ template_id: made.template_id, body: {} }).result();
  if (claimed.ok) return claimed.value.code;
  switch (claimed.problem.code) {
    case "SoldOut":
      return claimed.problem.message_zh;
    case "InvalidBody":
      return claimed.problem.details.errors.map((fault) => `${fault.path}: ${fault.zh}`).join("\n");
    default: {
      const code: ErrorCode | GatewayCode = claimed.problem.code;
      return code;
    }
  }
}

export async function everyName(): Promise<string[]> {
  const names: string[] = [];
  for await (const one of siyu.coupons.listCouponTemplatesAll({ limit: 100 })) names.push(one.name);
  return names;
}

export async function wrong(): Promise<void> {
  // @ts-expect-error  a field that the API requires is missing
  await siyu.coupons.createCouponTemplate({ body: { name: "满100减20" } });
  // @ts-expect-error  a field of another type
  await siyu.coupons.createCouponTemplate({ body: { ...template, stock: "100" } });
  // @ts-expect-error  the path's id is missing
  await siyu.coupons.readCouponTemplate({});
  // @ts-expect-error  reading takes no key
  await siyu.coupons.listCouponTemplates({}, { key: "k" });
  const claimed = await siyu.coupons.claimCoupon({ template_id: "x", body: {} }).result();
  // @ts-expect-error  nobody knows yet whether it was refused
  void claimed.value.code;
  // @ts-expect-error  this operation is never refused for that
  if (!claimed.ok && claimed.problem.code === "TeamFull") return;
}
