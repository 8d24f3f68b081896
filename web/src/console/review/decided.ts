/** What somebody decided, newest first: from the log of acts where they may read it, else what they did on this page. */

import { computed, shallowRef, type ComputedRef } from "vue";

import type { AuditAct } from "@client";

import { siyu } from "../../api";
import { may, me } from "../session";

export interface Decision {
  readonly itemId: string;
  readonly name: string;
  readonly verdict: "passed" | "rejected";
  readonly at: string;
}

const SHOWN = 20;
const here = shallowRef<readonly Decision[]>([]);
const told = shallowRef<readonly Decision[]>([]);

interface Decided {
  readonly decisions: ComputedRef<readonly Decision[]>;
  read(): Promise<void>;
  add(one: Decision): void;
}

export function decided(): Decided {
  return {
    // The log is a few seconds late: what was done here comes first.
    decisions: computed(() => [...here.value, ...told.value.filter((one) => !here.value.some((mine) => mine.itemId === one.itemId && mine.at <= one.at))].slice(0, SHOWN)),
    async read() {
      if (!may("audit.view") || !me.value) return;
      try {
        const page = await siyu.audit.listActs({ by: me.value.userid, act: "content.review_content", limit: SHOWN });
        told.value = page.items.filter((one) => one.refused === "").map(decisionOf);
      } catch {
        // What was done here is shown all the same.
      }
    },
    add(one) {
      here.value = [one, ...here.value];
    },
  };
}

function decisionOf(act: AuditAct): Decision {
  const isRefused = act.changes.some((one) => one.field === "status" && one.after === "rejected");
  return { itemId: act.thing_id, name: act.thing_name, verdict: isRefused ? "rejected" : "passed", at: act.at };
}
