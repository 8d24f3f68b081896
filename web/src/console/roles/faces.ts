/** Pictures of those who have a role: the directory has them, and is read as far as it takes. */

import type { AccessOperator } from "@client";

import { siyu } from "../../api";
import { may } from "../session";

const [PAGE, MOST] = [100, 300];

/** By userid. known: what was read before; nothing is asked while it has everybody. */
export async function facesOf(people: readonly AccessOperator[], known: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const missing = new Set(people.map((one) => one.userid).filter((userid) => !known.has(userid)));
  const found = new Map(known);
  if (missing.size === 0 || !may("staff.read")) return found;
  let looked = 0;
  for await (const one of siyu.staff.listStaffAll({ limit: PAGE })) {
    found.set(one.userid, one.avatar);
    missing.delete(one.userid);
    looked += 1;
    if (missing.size === 0 || looked >= MOST) break;
  }
  for (const userid of missing) found.set(userid, "");
  return found;
}
