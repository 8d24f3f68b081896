/** What the table calls people, stores, tags and coupons, with their names: nobody knows accounts and numbers by heart. */

import { sheetOf } from "@ui/sheets";

import { siyu } from "../../api";
import { may } from "../session";
import { livecodes } from "./words";

/** Those whom the person who asks may see. */
export async function calledSheet(): Promise<string> {
  const { fields, calledColumns } = livecodes.value;
  const lines: string[][] = [];
  if (may("staff.read")) {
    for await (const one of siyu.staff.listStaffAll({ limit: 100, serves: true })) lines.push([fields.staff, one.userid, one.name]);
  }
  if (may("stores.read")) {
    for await (const one of siyu.stores.listStoresAll({ limit: 100, state: "open" })) lines.push([fields.store, one.number, one.name]);
  }
  if (may("members.read")) {
    const { items } = await siyu.members.listTags();
    for (const group of items) for (const tag of group.tags) lines.push([fields.tags, `${group.name}/${tag.name}`, tag.name]);
  }
  if (may("coupons.read")) {
    for await (const one of siyu.coupons.listCouponTemplatesAll({ limit: 100, way: "live_code" })) {
      if (one.state !== "ended") lines.push([fields.coupon, one.template_id, one.name]);
    }
  }
  return sheetOf([calledColumns, ...lines]);
}
