/** Refunds, and what somebody has to see to, as lines of one list. */

import type { MembersMemberNamed, PaymentsPaymentState, PaymentsRefundInList, PaymentsRefundState, PaymentsTrouble, ProblemsProblem } from "@client";

export interface Line {
  readonly key: string;
  readonly number: string;
  /** null when it is the payment's own. */
  readonly refund_number: string | null;
  readonly member: MembersMemberNamed;
  readonly amount: number;
  readonly state: PaymentsRefundState | null;
  readonly payment: PaymentsPaymentState | null;
  readonly problem: ProblemsProblem | null;
  readonly trouble: readonly string[];
  readonly acknowledged: readonly string[];
  readonly reason: string;
  readonly at: string;
  /** False when it was made in the merchant console. */
  readonly isOurs: boolean;
}

export function ofRefund(one: PaymentsRefundInList): Line {
  return { ...one, key: `${one.number} ${one.refund_number}`, payment: null, at: one.asked_at, isOurs: one.origin === "ours" };
}

/** Whose refund it was does not stand in it: what was made elsewhere has no remedy here but to be acknowledged. */
export function ofTrouble(one: PaymentsTrouble): Line {
  return { ...one, key: `${one.number} ${one.refund_number ?? ""}`, state: one.refund_state, payment: one.payment_state, reason: "", at: "", isOurs: true };
}
