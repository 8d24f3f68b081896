/** Colleagues by name, where only their account is told: the directory is read once, when the first is asked for. */

import { shallowRef } from "vue";

import { siyu } from "../api";
import { may } from "./session";

const MOST = 1000;
const OPERATOR = "operator:";
const names = shallowRef<ReadonlyMap<string, string>>(new Map());
let isAsked = false;

/** What somebody is called; their account while it is not known. */
export function called(userid: string): string {
  ask();
  return names.value.get(userid) || userid;
}

/** Who did something, as rows say it: somebody of the staff by name; '' for what is done by itself. */
export function whoDid(actor: string): string {
  return actor.startsWith(OPERATOR) ? called(actor.slice(OPERATOR.length)) : "";
}

/** Everybody of the directory to choose from, by name. */
export function colleagues(): ReadonlyArray<{ readonly value: string; readonly name: string }> {
  ask();
  return [...names.value].map(([value, name]) => ({ value, name: name || value }));
}

function ask(): void {
  if (isAsked || !may("staff.read")) return;
  isAsked = true;
  void read();
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
