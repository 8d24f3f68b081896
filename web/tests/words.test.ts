import { expect, test } from "vitest";

import { en } from "../src/words/en";
import { zh } from "../src/words/zh";

type Tree = { readonly [name: string]: unknown };

function leaves(tree: Tree, path = ""): Array<[string, unknown]> {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "object" && value !== null ? leaves(value as Tree, `${path}${name}.`) : [[path + name, value] as [string, unknown]],
  );
}

const said = (value: unknown): string => (typeof value === "function" ? String((value as (...all: unknown[]) => unknown)("x", "y")) : String(value));

test("both languages say everything, and nothing twice", () => {
  expect(leaves(en).map(([path]) => path)).toEqual(leaves(zh).map(([path]) => path));
  for (const [path, value] of [...leaves(zh), ...leaves(en)]) expect(said(value).trim(), path).not.toBe("");
});

test("English has no Chinese in it but the name of the other language", () => {
  const mixed = leaves(en).filter(([, value]) => /[一-鿿]/.test(said(value)));
  expect(mixed.map(([path]) => path)).toEqual(["shell.language"]);
});
