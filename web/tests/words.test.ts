import { expect, test, vi } from "vitest";
import type { ComputedRef } from "vue";

import { speak } from "../src/words";
import { en } from "../src/words/en";
import { zh } from "../src/words/zh";

// A page whose language is changed; not before Vue is read, which looks at what it is in.
vi.stubGlobal("document", { documentElement: { lang: "" } });

type Tree = { readonly [name: string]: unknown };

function leaves(tree: Tree, path = ""): Array<[string, unknown]> {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? leaves(value as Tree, `${path}${name}.`) : [[path + name, value] as [string, unknown]],
  );
}

const said = (value: unknown): string => (typeof value === "function" ? String((value as (...all: unknown[]) => unknown)("x", "y", "z")) : String(value));

/** What every screen says, and what each room says beside it, in one language. */
const rooms = Object.values(import.meta.glob<Record<string, ComputedRef<Tree>>>("../src/console/*/words.ts", { eager: true }));
function all(language: "zh" | "en"): Array<[string, unknown]> {
  speak(language);
  const own = rooms.flatMap((room) => Object.entries(room).flatMap(([name, words]) => leaves(words.value, `${name}.`)));
  return [...leaves(language === "en" ? en : zh), ...own];
}

test("both languages say everything, and no text is empty", () => {
  expect(all("en").map(([path]) => path)).toEqual(all("zh").map(([path]) => path));
  for (const [path, value] of [...all("zh"), ...all("en")]) expect(said(value).trim(), path).not.toBe("");
  expect(rooms.length).toBeGreaterThan(0);
});

test("English has no Chinese in it but the name of the other language", () => {
  const mixed = all("en").filter(([, value]) => /[一-鿿]/.test(said(value)));
  expect(mixed.map(([path]) => path)).toEqual(["shell.language"]);
});
