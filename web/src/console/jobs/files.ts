/** Files that may be asked for here, and one in words. */

import type { ExportsExport, ExportsExportKind, ExportsFilters, ExportsLineState, ExportsShownState } from "@client";

import { may } from "../session";
import { jobs } from "./words";

/** What no other screen takes out; each by its own right. */
export const KINDS = ["orders", "redemptions", "coupons", "visits"] as const satisfies readonly ExportsExportKind[];
export type Kind = (typeof KINDS)[number];

export const STATES: Readonly<Record<Kind, readonly ExportsLineState[]>> = {
  orders: ["placed", "paid", "paid_late", "ready", "picked_up", "cancelled", "refunding", "refunded"],
  redemptions: [],
  coupons: ["issued", "reserved", "redeemed", "voided", "expired"],
  visits: [],
};
export const TONES: Readonly<Record<ExportsShownState, "good" | "warn" | "wrong" | "quiet">> = { making: "warn", ready: "good", paused: "warn", failed: "wrong", cancelled: "quiet", expired: "quiet" };

export const mayMake = (): readonly Kind[] => KINDS.filter((kind) => may(`exports.${kind}`));
export const isKind = (kind: string): kind is Kind => KINDS.some((one) => one === kind);

/** Which lines a file has, in words. store: what one is called. */
export function filtersOf({ which }: ExportsExport, store: (id: string) => string, person: (userid: string) => string): string {
  const said = jobs.value.form;
  const { since = "", until = "", state } = which;
  const parts = [
    since || until ? said.days(since, until) : "",
    which.store ? store(which.store) : "",
    which.staff ? person(which.staff) : "",
    state ? said.states[state] : "",
  ];
  return parts.filter(Boolean).join(" · ") || said.everything;
}

/** What a form says, as it is asked for: what is not said is no filter. */
export function whichOf(form: { readonly since: string; readonly until: string; readonly store: string; readonly state: ExportsLineState | "" }, kind: Kind): ExportsFilters {
  const { since, until, store, state } = form;
  return {
    ...(since === "" ? {} : { since }),
    ...(until === "" ? {} : { until }),
    ...(store === "" ? {} : { store }),
    ...(state === "" || !STATES[kind].includes(state) ? {} : { state }),
  };
}
