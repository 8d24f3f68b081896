/** What somebody is making of a coupon, before it is saved. Money is fen; nothing where nothing was typed. */

import type { CouponsClaimWay, CouponsEditTemplate, CouponsNewTemplate, CouponsTemplate } from "@client";
import { momentOf, typedOf } from "@ui/moments";
import { onto } from "@ui/rebasing";

export const PEAKS = { calm: 1, busy: 4, rush: 16, drop: 64 } as const;
export type Peak = keyof typeof PEAKS;
/** By which a brand gives a coupon itself. */
export const GIVEN: readonly CouponsClaimWay[] = ["live_code", "post", "operator"];

export interface Draft {
  name: string;
  usage: string;
  kind: "threshold" | "flat";
  threshold: number | null;
  amountOff: number | null;
  stock: number | null;
  perMember: number;
  validDays: number;
  claimFrom: string;
  claimUntil: string;
  isOpen: boolean;
  ways: CouponsClaimWay[];
  peak: Peak;
}

/** As a form begins: empty, or like another coupon under a name of its own. Its days are not taken over: they are past. */
export function draftOf(like: CouponsTemplate | null, name = ""): Draft {
  return {
    name,
    usage: like?.usage ?? "",
    kind: like?.threshold === 0 ? "flat" : "threshold",
    threshold: like?.threshold || null,
    amountOff: like?.amount_off ?? null,
    stock: like?.stock ?? null,
    perMember: like?.per_member ?? 1,
    validDays: like?.valid_days ?? 30,
    claimFrom: "",
    claimUntil: "",
    isOpen: like?.claimable_by.includes("anyone") ?? false,
    ways: GIVEN.filter((way) => like?.claimable_by.includes(way) ?? true),
    peak: "busy",
  };
}

export function waysOf({ isOpen, ways }: Pick<Draft, "isOpen" | "ways">): CouponsClaimWay[] {
  return isOpen ? ["anyone", ...GIVEN] : GIVEN.filter((way) => ways.includes(way));
}

export function thresholdOf({ kind, threshold }: Draft): number {
  return kind === "flat" ? 0 : (threshold ?? 0);
}

/** A new coupon; the form lets none be sent without its amounts. */
export function bodyOf(draft: Draft): CouponsNewTemplate {
  return {
    name: draft.name,
    usage: draft.usage,
    threshold: thresholdOf(draft),
    amount_off: draft.amountOff ?? 0,
    stock: Number(draft.stock ?? 0),
    per_member: Number(draft.perMember),
    valid_days: Number(draft.validDays),
    claim_from: momentOf(draft.claimFrom),
    claim_until: momentOf(draft.claimUntil),
    buckets: PEAKS[draft.peak],
    claimable_by: waysOf(draft),
  };
}

/** All of it given away and used, in fen; null while an amount is missing. */
export function budgetOf({ amountOff, stock }: Pick<Draft, "amountOff" | "stock">): number | null {
  const sum = (amountOff ?? 0) * Number(stock ?? 0);
  return sum > 0 ? sum : null;
}

export interface Edits {
  name: string;
  usage: string;
  claimUntil: string;
  stock: number;
}

export function editsOf({ name, usage, claim_until, stock }: CouponsTemplate): Edits {
  return { name, usage, claimUntil: typedOf(claim_until), stock };
}

/** A coupon as it shall be. An end that nobody touched is sent as it was: a field knows no seconds. */
export function editOf(edits: Edits, seen: CouponsTemplate): CouponsEditTemplate {
  const isSame = edits.claimUntil === typedOf(seen.claim_until);
  return {
    name: edits.name,
    usage: edits.usage,
    claim_until: isSame ? seen.claim_until || null : momentOf(edits.claimUntil),
    stock: Number(edits.stock),
    revision: seen.revision,
  };
}

/** What somebody typed, on a coupon that another has changed meanwhile: what they did not touch becomes as it is now. */
export function rebased(edits: Edits, seen: CouponsTemplate, now: CouponsTemplate): Edits {
  return onto(edits, editsOf(seen), editsOf(now));
}
