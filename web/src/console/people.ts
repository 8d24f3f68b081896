/** Colleagues by name, where only their account is told: the directory is read once, when the first is asked for. */

import { shallowRef } from "vue";

import { siyu } from "../api";
import { may } from "./session";

const MOST = 1000;
const names = shallowRef<ReadonlyMap<string, string>>(new Map());
let isAsked = false;

/** What somebody is called; their account while it is not known. */
export function called(userid: string): string {
  if (!isAsked && may("staff.read")) {
    isAsked = true;
    void read();
  }
  return names.value.get(userid) || userid;
}

async function read(): Promise<void> {
  const found = new Map<string, string>();
  try {
    for await (const one of siyu.staff.listStaffAll({ limit: 100 })) {
      found.set(one.userid, one.name);
      if (found.size >= MOST) break;
    }
  } catch {
    isAsked = false; // the next page asks again; until then accounts are shown
  }
  names.value = found;
}
