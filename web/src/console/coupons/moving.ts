/** What an operator makes of a coupon's claiming, with the way back. */

import { shallowRef, type ShallowRef } from "vue";

import type { CouponsTemplate } from "@client";
import { say, sayWrong } from "@ui/notices";

import { siyu, troubleOf } from "../../api";
import { editOf, editsOf } from "./draft";
import { count } from "./terms";
import { coupons } from "./words";

export type Move = "pause" | "resume" | "end";

/** What is asked about before it is done: whoever still gives this coupon. */
export interface Question {
  readonly of: CouponsTemplate;
  readonly move: Move;
  readonly reasons: readonly string[];
}

export interface Moving {
  readonly question: ShallowRef<Question | null>;
  move(one: CouponsTemplate, to: Move, isMeant?: boolean): Promise<void>;
  /** More of a coupon than before, which can be taken back. */
  filled(before: CouponsTemplate, now: CouponsTemplate): void;
}

async function moved({ template_id }: CouponsTemplate, to: Move, confirm: boolean): Promise<CouponsTemplate> {
  const body = confirm ? { confirm } : {};
  if (to === "pause") return await siyu.coupons.pauseClaims({ template_id, body });
  if (to === "resume") return await siyu.coupons.resumeClaims({ template_id });
  return await siyu.coupons.endClaims({ template_id, body });
}

/** The way back of a move. What ended opens again with the end that it had. */
async function back(one: CouponsTemplate, from: Move, now: CouponsTemplate): Promise<CouponsTemplate> {
  if (from !== "end") return await moved(one, from === "pause" ? "resume" : "pause", true);
  const { template_id, claim_until } = one;
  const body = { ...editOf(editsOf(now), now), claim_until: claim_until || null, confirm: true };
  return await siyu.coupons.editCouponTemplate({ template_id, body });
}

/** show: puts what a coupon has become where it is seen. */
export function moving(show: (now: CouponsTemplate) => void): Moving {
  const question = shallowRef<Question | null>(null);
  const SAID = { pause: "paused", resume: "resumed", end: "ended" } as const;

  async function move(one: CouponsTemplate, to: Move, isMeant = false): Promise<void> {
    question.value = null;
    try {
      const now = await moved(one, to, isMeant);
      show(now);
      say(coupons.value[SAID[to]](one.name), async () => show(await back(one, to, now)));
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.code === "NeedsConfirmation") question.value = { of: one, move: to, reasons: trouble.reasons };
      else sayWrong(trouble.text);
    }
  }

  function filled({ stock }: CouponsTemplate, now: CouponsTemplate): void {
    const { template_id } = now;
    show(now);
    say(coupons.value.added(count(now.stock - stock), now.name), async () => {
      show(await siyu.coupons.editCouponTemplate({ template_id, body: editOf({ ...editsOf(now), stock }, now) }));
    });
  }
  return { question, move, filled };
}
