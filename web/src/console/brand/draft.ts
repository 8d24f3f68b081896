/** A brand while it is changed. */

import type { BrandBrand, BrandEditBrand } from "@client";

import { isColour, textOn } from "./contrast";

export interface Draft {
  name: string;
  colour: string;
  /** '' where it is chosen by itself. */
  text_colour: string;
  logo: string;
  entry_title: string;
  entry_hint: string;
  foot: string;
  mini_program_link: string;
}

/** As pages look while nobody has said anything, or where the brand may not be read (core/http/looks.py). */
export const PLAIN = { name: "", colour: "#2c6e49", on_colour: "#ffffff", text_colour: "", logo: "", entry_title: "", entry_hint: "", foot: "", mini_program_link: "" } as const;

export function draftOf({ name, colour, text_colour, logo, entry_title, entry_hint, foot, mini_program_link }: Draft): Draft {
  return { name, colour, text_colour, logo, entry_title, entry_hint, foot, mini_program_link };
}

/** revision: of the brand that was seen. */
export function bodyOf(form: Draft, revision: number): BrandEditBrand {
  const { colour, text_colour, logo, ...texts } = form;
  const trimmed = Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, text.trim()]));
  return { colour, text_colour, logo, ...trimmed, revision };
}

/** The main colour and the one of text on it, as pages take them; while one is half typed, as they were. */
export function coloursOf(form: Draft, before: BrandBrand): { readonly colour: string; readonly on: string } {
  const colour = isColour(form.colour) ? form.colour : before.colour;
  return { colour, on: isColour(form.text_colour) ? form.text_colour : textOn(colour) };
}

/** A logo as a picture of a page: PNG, or the other kind that the server takes. */
export function pictureOf(logo: string): string {
  return logo === "" ? "" : `data:image/${logo.startsWith("iVBOR") ? "png" : "jpeg"};base64,${logo}`;
}
