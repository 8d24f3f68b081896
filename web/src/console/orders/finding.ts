/** What the list of orders can be narrowed by, and how that is said. */

import { computed, type ComputedRef } from "vue";

import { asking } from "@ui/asking";
import type { Chip } from "@ui/Chips.vue";
import type { Filters } from "@ui/filters";

import { siyu } from "../../api";
import { may } from "../session";
import { STATES } from "./standing";
import { orders } from "./words";

export const NAMES = ["number", "member", "state", "store", "seller", "since", "until"] as const;
const MOST = 1000;

interface Choice {
  readonly value: string;
  readonly name: string;
}

async function some<One>(all: AsyncGenerator<One>, choice: (one: One) => Choice): Promise<readonly Choice[]> {
  const found: Choice[] = [];
  for await (const one of all) {
    found.push(choice(one));
    if (found.length >= MOST) break;
  }
  return found;
}

/** In the address a seller is `shop`, `groupbuy`, or `groupbuy:` and the activity. */
export function sellerOf(value: string): { seller_kind: string; seller_id: string } {
  const [kind = "", id = ""] = value.split(":");
  return { seller_kind: kind, seller_id: id };
}

export type Finding = ReturnType<typeof finding>;

/** by: the filters of the address. Stores and activities are read when somebody narrows by them, or an address does. */
export function finding(by: Filters) {
  const fields = {
    number: by.text("number"),
    member: by.text("member"),
    state: by.choice("state", STATES),
    store: by.text("store"),
    seller: by.text("seller"),
    since: by.text("since"),
    until: by.text("until"),
  };
  const stores = asking(() => some(siyu.stores.listStoresAll({ limit: 100 }), (one) => ({ value: one.store_id, name: one.name })));
  const sellers = asking(() => some(siyu.groupBuys.listGroupbuysAll({ limit: 100 }), (one) => ({ value: `groupbuy:${one.activity_id}`, name: one.name })));
  let isRead = false;
  function readChoices(): void {
    if (isRead) return;
    isRead = true;
    if (may("stores.read")) void stores.ask();
    if (may("groupbuys.read")) void sellers.ask();
  }
  if (fields.store.value !== "" || fields.seller.value !== "") readChoices();

  /** What the address says, as the API takes it. */
  const which = () => ({
    number: fields.number.value,
    member: fields.member.value,
    status: fields.state.value,
    store: fields.store.value,
    since: fields.since.value,
    until: fields.until.value,
    ...sellerOf(fields.seller.value),
  });
  const nameIn = (choices: readonly Choice[] | null, value: string): string => choices?.find((one) => one.value === value)?.name ?? value;
  function sellerName(value: string): string {
    if (value === "shop" || value === "groupbuy") return orders.value.seller[value];
    return nameIn(sellers.value.value, value);
  }
  /** member: what the member is called that the list is of. */
  function chips(member: () => string): ComputedRef<readonly Chip[]> {
    return computed(() => {
      const say = orders.value.chip;
      const all: ReadonlyArray<readonly [string, string, (value: string) => string]> = [
        ["number", fields.number.value, say.number],
        ["member", fields.member.value, () => say.member(member())],
        ["state", fields.state.value ?? "", () => (fields.state.value ? say.state(orders.value.state[fields.state.value]) : "")],
        ["store", fields.store.value, (value) => say.store(nameIn(stores.value.value, value))],
        ["seller", fields.seller.value, (value) => say.seller(sellerName(value))],
        ["since", fields.since.value, say.since],
        ["until", fields.until.value, say.until],
      ];
      return all.flatMap(([name, value, text]) => (value === "" ? [] : [{ name, text: text(value) }]));
    });
  }
  const off = (name: string): void => {
    if (name === "state") fields.state.value = null;
    else if (isText(name)) fields[name].value = "";
  };
  return { fields, stores: stores.value, sellers: sellers.value, readChoices, which, chips, off };
}

type Text = Exclude<(typeof NAMES)[number], "state">;
const isText = (name: string): name is Text => name !== "state" && NAMES.some((one) => one === name);
