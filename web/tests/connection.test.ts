import { expect, test } from "vitest";

import type { SetupSetup, SetupSetupLine } from "@client";

import { momentOf, standingOf } from "../src/console/setup/standing";

const AT = "2026-11-21T02:00:00.000Z";

function line(given: Partial<SetupSetupLine>): SetupSetupLine {
  const texts = { name_zh: "", name_en: "", why_zh: "", why_en: "", mend_zh: "", mend_en: "" };
  return { check: "app", state: "ok", since: AT, checked_at: AT, count: null, progress: null, ...texts, ...given };
}
const setup = (...items: SetupSetupLine[]): SetupSetup => ({ items, callback_url: "" });

test("one wrong thing is what counts, whatever else nobody knows", () => {
  const seen = standingOf(setup(line({ state: "wrong" }), line({ check: "range", state: "not_known" }), line({ check: "mini", state: "not_set" })));
  expect(seen).toEqual({ how: "wrong", ok: 0, wrong: 1, unseen: 2 });
});

test("what shows itself is no test: nobody has looked", () => {
  expect(standingOf(setup(line({ state: "not_known", checked_at: null }), line({ check: "callback" }), line({ check: "import", state: "not_set" }))).how).toBe("never");
});

test("an import that goes on is neither wrong nor unknown", () => {
  expect(standingOf(setup(line({}), line({ check: "import", state: "not_known", progress: { done: 3, total: null } }))).how).toBe("fine");
});

test("what was never filled in does not work: nobody says that all does", () => {
  expect(standingOf(setup(line({}), line({ check: "domain", state: "not_set" })))).toEqual({ how: "unseen", ok: 1, wrong: 0, unseen: 1 });
  expect(standingOf(setup(line({}), line({ check: "range", state: "not_known" }))).how).toBe("unseen");
  expect(standingOf(setup(line({}), line({ check: "domain" })))).toEqual({ how: "fine", ok: 2, wrong: 0, unseen: 0 });
});

test("a moment is said where it says more than when it was tested", () => {
  expect(momentOf(line({ state: "wrong" }))).toBe("since");
  expect(momentOf(line({ check: "callback" }))).toBe("last");
  expect(momentOf(line({ check: "import" }))).toBe("done");
  expect(momentOf(line({}))).toBe("none");
});
