/** A scope in words: the names of the stores or departments, which are read once when somebody has such a scope. */

import type { AccessGivenScope, AccessOperator, AccessScopeKind } from "@client";

import { may } from "../session";
import { choices, CLERK } from "../staff/scopes";
import { roles } from "./words";

const NAMED: readonly { readonly kind: AccessScopeKind; readonly right: string }[] = [
  { kind: "stores", right: "stores.read" },
  { kind: "departments", right: "staff.read" },
];
export type Names = ReadonlyMap<string, string>;

/** What the stores and departments of these people's scopes are called, by kind and id. One question a kind, not one a person. */
export async function namesOf(people: readonly AccessOperator[]): Promise<Names> {
  const asked = NAMED.filter(({ kind, right }) => may(right) && people.some((one) => one.scope.kind === kind));
  const found = await Promise.all(asked.map(async ({ kind }) => (await choices(kind)).map((one) => [`${kind}:${one.id}`, one.name] as const)));
  return new Map(found.flat());
}

/** Of what a scope is, by name; regions are called by themselves. */
export function of(scope: AccessGivenScope, names: Names): readonly string[] {
  const unknown = roles.value.unknown[scope.kind === "departments" ? "departments" : "stores"];
  return (scope.of ?? []).map((id) => (scope.kind === "regions" ? id : (names.get(`${scope.kind}:${id}`) ?? unknown)));
}

/** In one line: the whole corp, one's own customers, or what it is limited to. */
export function saidOf({ role, scope }: Pick<AccessOperator, "role" | "scope">, names: Names): string {
  const { kind, some, and, theirStore } = roles.value;
  // A clerk whom nobody gave a scope acts for the stores that they work at, and not for all.
  if (role === CLERK && (scope.kind ?? "all") === "all") return theirStore;
  const limits = of(scope, names);
  return limits.length === 0 ? kind[scope.kind ?? "all"] : some(limits.slice(0, 3).join(and), limits.length);
}
