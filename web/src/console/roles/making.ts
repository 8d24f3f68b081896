/** A role made, changed and deleted: its form, and what is said of it with a way back. */

import type { AccessRightShown, AccessRoleShown } from "@client";
import { say, sayWrong } from "@ui/notices";
import { onto } from "@ui/rebasing";

import { intent, siyu, troubleOf } from "../../api";
import { nameOf } from "./rights";
import { roles } from "./words";

const LONGEST = 20;

export interface Draft {
  name: string;
  rights: string[];
}

/** seen: the role that is changed; like: the one that a new one begins as, without what cannot be given. */
export function draftOf(seen: AccessRoleShown | null, like: AccessRoleShown | null, rights: readonly AccessRightShown[]): Draft {
  if (seen) return { name: seen.name, rights: [...seen.rights] };
  if (!like) return { name: "", rights: [] };
  const mine = new Set(rights.filter((one) => one.is_held).map((one) => one.right));
  return { name: roles.value.copyOf(nameOf(like)).slice(0, LONGEST), rights: like.rights.filter((one) => mine.has(one)) };
}

/** The order in which things were ticked says nothing. */
export function bodyOf(form: Draft, rights: readonly AccessRightShown[]): Draft {
  return { name: form.name.trim(), rights: rights.map((one) => one.right).filter((one) => form.rights.includes(one)) };
}

/** After somebody else's change: each right that was ticked or unticked here stays so, the rest is as it is now. */
export function rebased(typed: Draft, before: AccessRoleShown, now: AccessRoleShown): Draft {
  const [had, has] = [new Set(before.rights), new Set(now.rights)];
  for (const one of typed.rights) if (!had.has(one)) has.add(one);
  for (const one of had) if (!typed.rights.includes(one)) has.delete(one);
  const { name } = onto({ name: typed.name }, { name: before.name }, { name: now.name });
  return { name, rights: [...has] };
}

/** renew: shows the roles anew; made: the one that is there again. What nobody has is deleted at once, and made again when that was a slip. */
export function deleting(renew: (made?: AccessRoleShown) => Promise<void>): (role: AccessRoleShown) => Promise<boolean> {
  return async (role) => {
    try {
      await siyu.access.deleteRole({ role_id: role.role }, { key: intent() });
      say(roles.value.deleted(role.name), async () => {
        await renew(await siyu.access.createRole({ body: { name: role.name, rights: role.rights } }, { key: intent() }));
      });
      await renew();
      return true;
    } catch (error) {
      sayWrong(troubleOf(error).text);
      return false;
    }
  };
}
