/** How labels are printed: their size, what stands below, and in which file. */

import type { LivecodesPackForm } from "@client";

export type LabelForm = "pdf" | "svg" | "png";
export const LABEL_FORMS: readonly LabelForm[] = ["pdf", "svg", "png"];
export const PACK_FORMS: readonly LivecodesPackForm[] = ["pdf_a4", "pdf_pages", "zip_svg", "zip_png"];

/** Sizes that things have on which codes are printed, in mm; any other within what is drawn may be typed. */
export const SIZES = [30, 50, 80, 120] as const;
export const [LEAST, MOST] = [20, 150];

export interface Look {
  size: number;
  caption: boolean;
}

export const lookOf = (): Look => ({ size: 50, caption: true });

export const isDrawn = (size: number): boolean => Number.isInteger(size) && size >= LEAST && size <= MOST;

/** Where one label is to be had. */
export function labelAt(code: string, form: LabelForm, { size, caption }: Look): string {
  return `/admin/v1/live-codes/${code}/print?${new URLSearchParams({ form, size_mm: String(size), caption: String(caption) })}`;
}
