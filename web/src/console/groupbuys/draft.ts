/** What somebody is making of a group-buy, before it is saved. Money is fen; nothing where nothing was typed. */

import type { GroupbuysActivity, GroupbuysEditActivity, GroupbuysNewActivity } from "@client";
import { momentOf, typedOf } from "@ui/moments";
import { onto } from "@ui/rebasing";

export interface Draft {
  name: string;
  sku: string;
  size: number | "";
  price: number | null;
  opens: string;
  closes: string;
  stock: number | "";
  each: number | "";
  hours: number | "";
  hold: number | "";
  newOnly: boolean;
}

export const EMPTY: Draft = { name: "", sku: "", size: 3, price: null, opens: "", closes: "", stock: "", each: 1, hours: 24, hold: 15, newOnly: false };

/** A new activity; the form lets none be sent without its amounts and times. */
export function bodyOf(draft: Draft): GroupbuysNewActivity {
  return {
    name: draft.name,
    sku_id: draft.sku,
    team_size: Number(draft.size),
    team_price: draft.price ?? 0,
    opens_at: momentOf(draft.opens) ?? "",
    closes_at: momentOf(draft.closes) ?? "",
    stock: Number(draft.stock),
    per_member: Number(draft.each),
    team_life: Math.round(Number(draft.hours) * 60),
    hold: Number(draft.hold),
    new_only: draft.newOnly,
  };
}

export interface Edits {
  name: string;
  closes: string;
  stock: number;
}

export function editsOf({ name, closes_at, stock }: GroupbuysActivity): Edits {
  return { name, closes: typedOf(closes_at), stock };
}

/** An activity as it shall be. An end that nobody touched is sent as it was: a field knows no seconds. */
export function editOf(edits: Edits, seen: GroupbuysActivity): GroupbuysEditActivity {
  const isSame = edits.closes === typedOf(seen.closes_at);
  return { name: edits.name, closes_at: isSame ? seen.closes_at : (momentOf(edits.closes) ?? seen.closes_at), stock: Number(edits.stock), revision: seen.revision };
}

/** What somebody typed, on an activity that another has changed meanwhile. */
export function rebased(edits: Edits, seen: GroupbuysActivity, now: GroupbuysActivity): Edits {
  return onto(edits, editsOf(seen), editsOf(now));
}
