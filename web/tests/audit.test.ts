import { expect, test } from "vitest";

import type { AuditAct, AuditActChange } from "@client";

import { inWords } from "../src/console/audit/said";

const change = (before: AuditActChange["before"], after: AuditActChange["after"], field = "状态"): AuditActChange => ({ part: "", field: "state", field_zh: field, field_en: "state", before, after, is_hidden: false });
const act = (sentence_zh: string, sentence_en: string): AuditAct => ({
  at: "", by: { userid: "", name: "" }, act: "", act_zh: "", act_en: "", thing: "", thing_zh: "", thing_en: "", thing_id: "", thing_name: "", refused: "", changes: [], more: 0, sentence_zh, sentence_en,
});

test("a state is said as the sentence says it, and what is no code stays what it is", () => {
  const redeemed = act("核销优惠券：把状态从 可用 改为 已核销；订单金额为 ¥168", "Redeem: state from usable to redeemed; amount is ¥168");
  expect(inWords(redeemed, change("issued", "redeemed"), false)).toEqual({ before: "可用", after: "已核销" });
  expect(inWords(redeemed, change("issued", "redeemed"), true)).toEqual({ before: "usable", after: "redeemed" });
  expect(inWords(act("创建：状态为 进行中", "Make: state is running"), change(null, "running"), false)).toEqual({ before: null, after: "进行中" });
  expect(inWords(redeemed, change(null, "¥168", "订单金额"), false)).toEqual({ before: null, after: null });
  expect(inWords(redeemed, change("a", "b", "别的"), false)).toEqual({ before: null, after: null });
});
