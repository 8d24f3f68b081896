import { expect, test, vi } from "vitest";

import { chipsOf } from "../src/console/members/chips";
import { consentOf } from "../src/console/members/consent";
import { exportOf, filterOf } from "../src/console/members/exporting";
import { speak } from "../src/words";

// A page whose language is chosen; not before Vue is read, which looks at what it is in.
vi.stubGlobal("document", { documentElement: { lang: "" } });

const FRIEND = { userid: "lily", status: "friend", since: "", states: [], tags: [], problem: null } as const;

test("each condition is a chip in words, and what is not asked for is none", () => {
  speak("zh");
  const chips = chipsOf({ q: "", tag: "老客", stage: "lost", staff: "lily", since: "2026-11-01", until: "" }, (_, value) => (value === "lily" ? "李丽" : value));
  expect(chips.map((one) => one.text)).toEqual(["已流失", "标签：老客", "员工：李丽", "2026-11-01 起加入"]);
  expect(chips.map((one) => one.name)).toEqual(["stage", "tag", "staff", "since"]);
  expect(chipsOf({}, (_, value) => value)).toEqual([]);
});

test("a file is asked for by the list's filters, without the words that no file knows", () => {
  const asked = exportOf({ q: "林", tag: "老客", stage: "friend", staff: "", code: "", store: "", since: "", until: "" });
  expect(asked).toEqual({ kind: "members", which: { tag: "老客", state: "friend" } });
  expect(exportOf({ q: "", stage: null, tag: "" })).toEqual({ kind: "members", which: {} });
  expect(filterOf(asked.which ?? {})).toMatchObject({ tag: "老客", stage: "friend", code: "" });
  expect(filterOf({ state: "issued" }).stage).toBeNull();
});

test("an operator's word goes before the member's, and both before who is nobody's friend", () => {
  expect(consentOf({ accepts_posts: true, blocked: false, relations: [FRIEND] })).toBe("takes");
  expect(consentOf({ accepts_posts: false, blocked: false, relations: [FRIEND] })).toBe("refuses");
  expect(consentOf({ accepts_posts: false, blocked: true, relations: [FRIEND] })).toBe("blocked");
  expect(consentOf({ accepts_posts: true, blocked: false, relations: [{ ...FRIEND, status: "lost" }] })).toBe("nobody");
});
