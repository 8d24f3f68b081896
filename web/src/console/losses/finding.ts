/** What losses are narrowed by: all of it in the address; codes and stores are those that one may see. */

import type { MembersLostBy } from "@client";
import { asking } from "@ui/asking";
import type { Filters } from "@ui/filters";

import { siyu } from "../../api";
import { some } from "../members/finding";
import { may } from "../session";

/** Whom a handing over moves is not lost. */
export const ENDED: readonly MembersLostBy[] = ["customer", "staff", "found"];
export const NAMES = ["by", "staff", "store", "code", "since", "until"] as const;

export type Finding = ReturnType<typeof finding>;

export function finding(filters: Filters) {
  const fields = {
    by: filters.choice("by", ENDED),
    staff: filters.text("staff"),
    store: filters.text("store"),
    code: filters.text("code"),
    since: filters.text("since"),
    until: filters.text("until"),
  };
  const codes = asking(() => some(siyu.liveCodes.listLiveCodesAll({ limit: 100 }), (one) => ({ value: one.code, name: one.name })));
  const stores = asking(() => some(siyu.stores.listStoresAll({ limit: 100 }), (one) => ({ value: one.store_id, name: one.name })));
  if (may("livecodes.read")) void codes.ask();
  if (may("stores.read")) void stores.ask();
  const which = () => ({
    by: fields.by.value,
    staff: fields.staff.value,
    store: fields.store.value,
    code: fields.code.value,
    since: fields.since.value,
    until: fields.until.value,
  });
  return { fields, codes: codes.value, stores: stores.value, which };
}
