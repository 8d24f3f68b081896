/** What an operator does about one coupon that somebody has: taken back, issued again, its redemption reversed. */

import { ref, shallowRef } from "vue";

import type { CouponsCoupon, CouponsCouponHeld } from "@client";
import type { Listing } from "@ui/asking";
import { say, sayWrong } from "@ui/notices";

import { siyu, troubleOf } from "../../api";
import { coupons } from "./words";

export const who = (one: CouponsCouponHeld): string => one.member.name || coupons.value.nobody;

/** changed: told when the numbers of the coupon are others. */
export function holding(list: Listing<CouponsCouponHeld>, changed: () => void) {
  const show = (now: CouponsCouponHeld): void => list.replace((one) => one.code, now);
  const [voiding, reversing] = [shallowRef<CouponsCouponHeld | null>(null), shallowRef<CouponsCouponHeld | null>(null)];
  const busy = ref("");

  /** Another one of the same, for the same member, at the head of the list. */
  async function again(one: CouponsCouponHeld): Promise<CouponsCouponHeld> {
    const made = await siyu.coupons.reissueCoupon({ coupon: one.code });
    show({ ...one, replaced_by: made.code });
    list.items.value = [made, ...list.items.value];
    return made;
  }
  async function takeBack(made: CouponsCouponHeld): Promise<void> {
    show(await siyu.coupons.voidCoupon({ coupon: made.code, body: { reason: coupons.value.takenBack } }));
  }

  /** What was just given; the list itself would tell some seconds later. */
  async function given({ code }: CouponsCoupon): Promise<void> {
    const made = await siyu.coupons.readCoupon({ coupon: code });
    list.items.value = [made, ...list.items.value];
    changed();
    say(coupons.value.gave(who(made)), () => takeBack(made));
  }
  function voided(now: CouponsCouponHeld): void {
    show(now);
    say(coupons.value.voided(who(now)), async () => void (await again(now)));
  }
  async function reissue(one: CouponsCouponHeld): Promise<void> {
    busy.value = one.code;
    try {
      const made = await again(one);
      say(coupons.value.reissued(who(one)), () => takeBack(made));
    } catch (error) {
      sayWrong(troubleOf(error).text);
    } finally {
      busy.value = "";
    }
  }
  async function reversed(one: CouponsCouponHeld): Promise<void> {
    say(coupons.value.reversed(who(one)));
    changed();
    show(await siyu.coupons.readCoupon({ coupon: one.code }));
  }
  return { voiding, reversing, busy, given, voided, reissue, reversed };
}
