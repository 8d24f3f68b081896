import { expect, test } from "vitest";

import type { ContentContentFinding, ContentContentReview } from "@client";

import { adviceOf, placeOf } from "../src/console/content/advice";
import { partsOf } from "../src/console/content/diff";
import { bodyOf, draftOf } from "../src/console/content/draft";
import { filled, samples, without } from "../src/console/content/filling";
import { lookOf } from "../src/console/content/looks";
import { holds, piecesOf } from "../src/console/content/marks";
import { barOf, reachedBy, STATES, stageOf } from "../src/console/content/states";
import { labelOf, nameFor, readable, sent } from "../src/console/content/variables";

const MONEY = { type: "money", name: "money_1", fallback: 1250 } as const;
const found = (zh: string, code = "forbidden_word", en = "holds “最” (absolute claim)"): ContentContentFinding => ({ severity: "error", code, place: "text", zh, en });

test("variables are read by their names, and sent by those of the server", () => {
  const raw = "{{customer_name}}，您好，{{ money_1 }} 起 {{nothing}}";
  const shown = readable(raw, ["money_1"]);
  expect(shown).toBe("{客户昵称}，您好，{金额 1} 起 {{nothing}}");
  expect(sent(shown, ["money_1"])).toBe("{{customer_name}}，您好，{{money_1}} 起 {{nothing}}");
  expect(sent("{{until}} {until} {别的}", ["until"])).toBe("{{until}} {{until}} {别的}");
  expect(nameFor("money", ["money_1"])).toBe("money_2");
  expect(labelOf("until")).toBe("until");
  expect(without("到 {{until}} 为止", "until")).toBe("到  为止");
});

test("the phone shows a text as the server fills it", () => {
  const day = new Date("2026-11-21T02:00:00Z");
  expect(filled("{{customer_name}} {{money_1}} {{send_date}} {{gone}}}}", [MONEY], samples("溪雨茶铺", true, day))).toBe("小雨 ¥12.50 11月21日 ");
  expect(filled("{{money_1}}", [{ ...MONEY, fallback: 123400000 }], {})).toBe("¥1234000.00");
  expect(filled("{{staff_name}}", [], samples("", false, day))).toBe("您的专属顾问");
  const link = { kind: "link", title: "{{corp_name}}", url: "https://m.example.com/a" } as const;
  expect(lookOf({ text: "", attachment: link, variables: [], channels: ["staff"] }, { corp_name: "溪雨" }).attached).toEqual([
    { kind: "link", title: "溪雨", desc: "", host: "m.example.com" },
  ]);
});

test("what is written goes out with the attachment of its kind alone", () => {
  const draft = { ...draftOf(null, "问候"), kind: "link" as const, title: "春茶", url: " https://m.example.com ", pictureId: "p" };
  expect(bodyOf(draft)).toMatchObject({ attachment: { kind: "link", title: "春茶", url: "https://m.example.com" }, channels: ["customers", "groups"] });
  expect(bodyOf({ ...draft, kind: "text" }).attachment).toBe(null);
  const seen = { kind: "text", text: "{{money_1}}", attachment: null, variables: [MONEY], channels: ["staff"] } as const;
  expect(bodyOf(draftOf(seen)).variables).toEqual([MONEY]);
});

test("a finding is marked where its word stands, also when it is hidden, and goes with it", () => {
  const word = found("含有禁用词“第一”（绝对化用语，广告法第九条第三项）");
  expect(piecesOf("全国第 一！", [word])).toEqual([
    { text: "全国", severity: null },
    { text: "第 一", severity: "error" },
    { text: "！", severity: null },
  ]);
  expect([holds(word, "第一"), holds(word, "首先"), holds(found("文字太长", "too_long"), "")]).toEqual([true, false, true]);
  expect(adviceOf(found("含有禁用词“最”（绝对化用语）"))).toContain("最近");
  expect([placeOf("title"), placeOf("variables.until")]).toEqual(["标题", "until"]);
});

test("what was put in and taken out is told by words", () => {
  const parts = partsOf("周六下午三点见", "周日下午三点见");
  expect(parts.filter((one) => one.what !== "added").map((one) => one.text).join("")).toBe("周六下午三点见");
  expect(parts.filter((one) => one.what !== "removed").map((one) => one.text).join("")).toBe("周日下午三点见");
  expect(parts.some((one) => one.what === "same")).toBe(true);
  expect(partsOf("", "")).toEqual([]);
});

test("nobody judges what they wrote, nor twice; a withdrawal begins anew", () => {
  const step = (verdict: ContentContentReview["verdict"], who: string, stage = ""): ContentContentReview => ({ verdict, who, stage, reason: "", at: "" });
  const passed = [step("submitted", "ming"), step("passed", "lily", "content")];
  expect(barOf({ author: "ming", reviews: passed }, "ming")).toBe("own");
  expect(barOf({ author: "ming", reviews: passed }, "lily")).toBe("before");
  expect(barOf({ author: "ming", reviews: [...passed, step("withdrawn", "ming"), step("submitted", "ming")] }, "lily")).toBe("");
  expect([stageOf("compliance_review"), stageOf("draft")]).toEqual(["compliance", null]);
  expect(STATES.filter(reachedBy)).toEqual(["approved", "recalled"]);
  expect(reachedBy("replaced")).toBe(true);
});
