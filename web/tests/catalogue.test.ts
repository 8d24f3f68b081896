import { expect, test } from "vitest";

import type { CatalogueProduct } from "@client";

import { bodyOf, categoriesOf, draftOf, editOf, rebased } from "../src/console/catalogue/draft";

const TEA: CatalogueProduct = {
  categories: ["茶叶", "春茶"], created_at: "2026-11-01T00:00:00.000Z", created_by: null, edited_at: null, edited_by: null, name: "碧螺春", picture_url: "", problem: null, product_id: "p", revision: 2, role: "lead",
  skus: [{ left: 20, list_price: 6800, name: "100 克", private_price: 5900, sku_id: "s1" }, { left: 0, list_price: 12800, name: "200 克", private_price: 9900, sku_id: "s2" }], state: "on", summary: "",
};

test("what is typed becomes a product, in fen", () => {
  const draft = { ...draftOf(null), name: "茶", categories: "茶叶，春茶", skus: [{ id: "", name: "一斤", list: 6800, price: 5900, stock: 20 }] };
  expect(bodyOf(draft)).toEqual({ name: "茶", summary: "", picture_url: "", categories: ["茶叶", "春茶"], role: null, skus: [{ name: "一斤", list_price: 6800, private_price: 5900, stock: 20 }] });
});

test("categories are told apart by any comma, each once", () => {
  expect(categoriesOf(" 茶叶、春茶,茶叶，,")).toEqual(["茶叶", "春茶"]);
  expect(categoriesOf("")).toEqual([]);
});

test("all SKUs are sent, so that a refusal names their place", () => {
  expect(editOf(draftOf(TEA), 2)).toMatchObject({ role: "lead", revision: 2, skus: [{ sku_id: "s1", private_price: 5900 }, { sku_id: "s2", private_price: 9900 }] });
});

test("somebody else's price is taken under what was typed", () => {
  const typed = draftOf(TEA);
  typed.name = "碧螺春（新）";
  const now = { ...TEA, skus: TEA.skus.map((one) => ({ ...one, private_price: one.private_price - 100 })) };
  const found = rebased(typed, TEA, now);
  expect([found.name, found.skus.map((one) => one.price)]).toEqual(["碧螺春（新）", [5800, 9800]]);
});
