/** What the list of members can be narrowed by, and how that is said. */

import { computed, type ComputedRef } from "vue";

import type { MembersFilter, MembersFriendState } from "@client";
import { asking } from "@ui/asking";
import type { Chip } from "@ui/Chips.vue";
import type { Filters } from "@ui/filters";

import { siyu } from "../../api";
import { called } from "../people";
import { may } from "../session";
import { chipsOf } from "./chips";

export const STAGES: readonly MembersFriendState[] = ["friend", "pending", "lost"];
export const NAMES = ["q", "tag", "stage", "staff", "code", "store", "since", "until"] as const;
const MOST = 1000;

export interface Choice {
  readonly value: string;
  readonly name: string;
}

export async function some<One>(all: AsyncGenerator<One>, choice: (one: One) => Choice): Promise<readonly Choice[]> {
  const found: Choice[] = [];
  for await (const one of all) {
    found.push(choice(one));
    if (found.length >= MOST) break;
  }
  return found;
}

export type Finding = ReturnType<typeof finding>;

/** by: the filters of the address. Codes and stores are read when somebody narrows by them, or an address does. */
export function finding(by: Filters) {
  const fields = {
    q: by.text("q"),
    tag: by.text("tag"),
    stage: by.choice("stage", STAGES),
    staff: by.text("staff"),
    code: by.text("code"),
    store: by.text("store"),
    since: by.text("since"),
    until: by.text("until"),
  };
  const codes = asking(() => some(siyu.liveCodes.listLiveCodesAll({ limit: 100 }), (one) => ({ value: one.code, name: one.name })));
  const stores = asking(() => some(siyu.stores.listStoresAll({ limit: 100 }), (one) => ({ value: one.store_id, name: one.name })));
  let isRead = false;
  function readChoices(): void {
    if (isRead) return;
    isRead = true;
    if (may("livecodes.read")) void codes.ask();
    if (may("stores.read")) void stores.ask();
  }
  if (fields.code.value !== "" || fields.store.value !== "") readChoices();

  /** What the address says, as the API takes it. */
  const which = (): MembersFilter => ({
    q: fields.q.value,
    tag: fields.tag.value,
    stage: fields.stage.value,
    staff: fields.staff.value,
    code: fields.code.value,
    store: fields.store.value,
    since: fields.since.value,
    until: fields.until.value,
  });
  const nameIn = (choices: readonly Choice[] | null, value: string): string => choices?.find((one) => one.value === value)?.name ?? value;
  const chips: ComputedRef<readonly Chip[]> = computed(() => chipsOf(which(), (kind, value) => (kind === "staff" ? called(value) : nameIn((kind === "code" ? codes : stores).value.value, value))));
  const off = (name: string): void => {
    if (name === "stage") fields.stage.value = null;
    else if (isText(name)) fields[name].value = "";
  };
  return { fields, codes: codes.value, stores: stores.value, readChoices, which, chips, off };
}

type Text = Exclude<(typeof NAMES)[number], "stage">;
const isText = (name: string): name is Text => name !== "stage" && NAMES.some((one) => one === name);
