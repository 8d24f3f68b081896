import { expect, it } from "vitest";

import { isPage, pictureOf } from "../src/console/guide/pages";
import { inlines, pageIn, type Block, type Inline, type Picture } from "../src/console/guide/reading";
import { ROUTES, SCREENS } from "../src/console/rooms";

const PAGES = import.meta.glob<string>("../../docs/operators/*.md", { query: "?raw", import: "default", eager: true });
const each = Object.entries(PAGES).map(([path, text]) => [path.split("/").at(-1)?.replace(".md", "") ?? "", text] as const);

/** Whatever stands in it, however deep; code is what it is. */
function said(parts: readonly Inline[]): Inline[] {
  return parts.flatMap((one): Inline[] => (one.kind === "link" || one.kind === "bold" ? [one, ...said(one.parts)] : [one]));
}
function inside(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((one): Inline[] => {
    if (one.kind === "list") return one.items.flatMap(inside);
    if (one.kind === "table") return [...one.head, ...one.rows.flat()].flatMap(said);
    return one.kind === "code" || one.kind === "pictures" ? [] : said(one.parts);
  });
}

it("has a page for each screen", () => {
  const of = (path: string): unknown => ROUTES.find((one) => one.path === path)?.meta?.["guide"];
  expect(SCREENS.length).toBeGreaterThan(15);
  expect(SCREENS.filter((one) => !isPage(String(of(one.path)))).map((one) => one.path)).toEqual([]);
});

it.each(each)("reads %s whole, in both languages, and leads nowhere else", (name, text) => {
  for (const language of ["zh", "en"] as const) {
    const page = pageIn(language, text);
    expect(page.blocks.length, name).toBeGreaterThan(2);
    const found = inside([...page.blocks, ...page.engineers]);
    expect(found.filter((one) => one.kind === "text" && /\*\*|\]\(|^\s*\|/.test(one.text))).toEqual([]);
    expect(found.filter((one) => one.kind === "link" && !isPage(one.page))).toEqual([]);
  }
});

it.each(each.filter(([name]) => name !== "README"))("begins %s with what for, when, who may and where", (_, text) => {
  for (const [language, names] of [["zh", "做什么用,什么时候,谁可以,在哪里"], ["en", "What for,When,Who may,Where"]] as const) {
    const [first] = pageIn(language, text).blocks;
    const labels = first?.kind === "list" ? first.items.map(([one]) => (one?.kind === "text" && one.parts[0]?.kind === "bold" ? said(one.parts[0].parts)[0] : undefined)) : [];
    expect(labels.map((one) => (one?.kind === "text" ? one.text : "")).join()).toBe(names);
  }
});

function shown(blocks: readonly Block[]): Picture[] {
  return blocks.flatMap((one): Picture[] => (one.kind === "pictures" ? [...one.pictures] : one.kind === "list" ? one.items.flatMap(shown) : []));
}
/** Of pages that no screen is about. */
const WITHOUT = ["README", "limits", "logs"];

it.each(each)("shows in %s pictures that are there, the same in both languages, each told to who cannot see it", (name, text) => {
  const [zh, en] = (["zh", "en"] as const).map((language) => shown(pageIn(language, text).blocks));
  expect(zh?.map((one) => one.file)).toEqual(en?.map((one) => one.file));
  expect(zh?.length === 0).toBe(WITHOUT.includes(name));
  for (const one of [...(zh ?? []), ...(en ?? [])]) expect(pictureOf(one.file), one.file).not.toBeNull();
  expect(zh?.filter((one) => !/\p{Script=Han}/u.test(one.alt))).toEqual([]);
  expect(en?.filter((one) => one.alt.length < 4 || /\p{Script=Han}/u.test(one.alt))).toEqual([]);
});

it("keeps what engineers need below one heading, at the end", () => {
  for (const [name, text] of each) {
    for (const language of ["zh", "en"] as const) {
      const { blocks, engineers } = pageIn(language, text);
      const codes = inside(blocks).flatMap((one) => (one.kind === "code" && /^(GET|POST|PUT|DELETE) |\/(admin|staff|mini)\/v1|^[A-Z][a-z]+[A-Z]\w+$|^"|_id\b/.test(one.text) ? [one.text] : []));
      // The link by which one signs in for the first time is a step.
      expect([name, codes.filter((one) => !one.includes("/admin/v1/sign-in?corp="))]).toEqual([name, []]);
      if (!["limits", "first-week"].includes(name)) expect(engineers.length, name).toBeGreaterThan(0);
    }
  }
});

it("notices what is missing", () => {
  expect(isPage("nothing")).toBe(false);
  expect(pageIn("zh", "# 甲 A\n\n## 中文\n\n- **做什么用**：乙\n").blocks).toHaveLength(1);
  expect(pageIn("en", "# 操作日志 Audit log\n").title).toBe("Audit log");
  expect(pageIn("zh", "# 操作日志 Audit log\n").title).toBe("操作日志");
});

it("reads lists within lists, tables and code", () => {
  const { blocks } = pageIn("zh", "## 中文\n\n1. 一\n\n   ![图](pictures/a.webp)\n\n2. 二\n   - 内\n\n| 甲 | 乙 |\n|---|---|\n| `a|b` | 丙 |\n\n```sh\nls\n```\n");
  expect(blocks.map((one) => one.kind)).toEqual(["list", "table", "code"]);
  const [list, table] = blocks;
  expect(list?.kind === "list" && list.items.length).toBe(2);
  expect(list?.kind === "list" && list.items[0]?.map((one) => one.kind)).toEqual(["text", "pictures"]);
  expect(list?.kind === "list" && list.items[1]?.map((one) => one.kind)).toEqual(["text", "list"]);
  expect(table?.kind === "table" && table.rows[0]?.length).toBe(2);
  expect(inlines("见[甲](a.md#b)和[乙](../x.md)")).toEqual([{ kind: "text", text: "见" }, { kind: "link", page: "a", parts: [{ kind: "text", text: "甲" }] }, { kind: "text", text: "和" }, { kind: "text", text: "乙" }]);
});
