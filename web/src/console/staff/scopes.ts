/** What a scope may be of, by name: stores, regions or departments. */

import type { AccessOperator, AccessScopeKind } from "@client";

import { siyu } from "../../api";
import { staff } from "./words";

export interface Choice {
  readonly id: string;
  readonly name: string;
}

export const KINDS: readonly AccessScopeKind[] = ["all", "stores", "regions", "departments", "own"];
/** A clerk without a scope acts for the stores that they work at. */
export const CLERK = "store_staff";
const MOST = 300;

/** How far somebody's role reaches, in words, without the names of what it is limited to. */
export function reachOf(who: Pick<AccessOperator, "role" | "scope"> | undefined): string {
  const kind = who?.scope.kind ?? "all";
  return kind === "all" && who?.role === CLERK ? staff.value.theirStore : staff.value.kind[kind];
}

export async function choices(kind: AccessScopeKind): Promise<readonly Choice[]> {
  if (kind === "departments") {
    const { items } = await siyu.staff.listDepartments();
    return items.map((one) => ({ id: String(one.department), name: one.name }));
  }
  if (kind === "regions") {
    const { items } = await siyu.stores.listRegions();
    return items.map((one) => ({ id: one.region, name: one.region }));
  }
  if (kind !== "stores") return [];
  const found: Choice[] = [];
  for await (const one of siyu.stores.listStoresAll({ limit: 100 })) {
    found.push({ id: one.store_id, name: one.name });
    if (found.length >= MOST) break;
  }
  return found;
}
