/** What somebody is making of a product, before it is saved. Money is fen; nothing where nothing was typed. */

import type { CatalogueEditProduct, CatalogueNewProduct, CatalogueProduct, CatalogueProductRole } from "@client";
import { onto } from "@ui/rebasing";

export const ROLES: readonly CatalogueProductRole[] = ["lead", "profit", "expand"];
export const MOST_SKUS = 8;

export interface SkuDraft {
  /** '' for one that is not there yet. */
  id: string;
  name: string;
  list: number | null;
  price: number | null;
  stock: number | "";
}

export interface Draft {
  name: string;
  summary: string;
  picture: string;
  categories: string;
  role: CatalogueProductRole | "";
  skus: SkuDraft[];
}

export const newSku = (): SkuDraft => ({ id: "", name: "", list: null, price: null, stock: "" });

export function draftOf(seen: CatalogueProduct | null): Draft {
  if (seen === null) return { name: "", summary: "", picture: "", categories: "", role: "", skus: [newSku()] };
  const skus = seen.skus.map((one) => ({ id: one.sku_id, name: one.name, list: one.list_price, price: one.private_price, stock: one.left }));
  return { name: seen.name, summary: seen.summary, picture: seen.picture_url, categories: seen.categories.join("、"), role: seen.role ?? "", skus };
}

/** 茶叶、春茶 as a list, each once. */
export function categoriesOf(typed: string): string[] {
  return [...new Set(typed.split(/[、,，]/).map((one) => one.trim()).filter((one) => one !== ""))];
}

function said(draft: Draft) {
  return { name: draft.name, summary: draft.summary, picture_url: draft.picture.trim(), categories: categoriesOf(draft.categories), role: draft.role || null };
}

/** A new product; the form lets none be sent without its prices. */
export function bodyOf(draft: Draft): CatalogueNewProduct {
  const skus = draft.skus.map((one) => ({ name: one.name, list_price: one.list ?? 0, private_price: one.price ?? 0, stock: Number(one.stock) }));
  return { ...said(draft), skus };
}

/** A product as it shall be: all of its SKUs are sent, so that what is wrong is named by their place in the form. */
export function editOf(draft: Draft, revision: number): CatalogueEditProduct {
  const skus = draft.skus.map((one) => ({ sku_id: one.id, name: one.name, list_price: one.list ?? 0, private_price: one.price ?? 0 }));
  return { ...said(draft), skus, revision };
}

/** What somebody typed, on a product that another has changed meanwhile: what they did not touch becomes as it is now. */
export function rebased(draft: Draft, seen: CatalogueProduct, now: CatalogueProduct): Draft {
  const [before, after] = [draftOf(seen), draftOf(now)];
  const skus = draft.skus.map((one, place) => {
    const [was, is] = [before.skus[place], after.skus[place]];
    return was && is ? onto(one, was, is) : one;
  });
  return { ...onto({ ...draft, skus: [] }, { ...before, skus: [] }, { ...after, skus: [] }), skus };
}
