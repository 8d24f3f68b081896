import { expect, test } from "vitest";

import type { BrandBrand } from "@client";

import { contrast, isColour, READABLE, textOn } from "../src/console/brand/contrast";
import { bodyOf, coloursOf, draftOf, pictureOf } from "../src/console/brand/draft";

const BRAND: BrandBrand = { name: "溪雨", colour: "#2c6e49", text_colour: "", on_colour: "#ffffff", logo: "", entry_title: "", entry_hint: "", foot: "", mini_program_link: "", revision: 3, created_by: null, edited_by: null, edited_at: null };

test("contrast is reckoned as the guidelines have it, and text on any colour can be read", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  for (let step = 0; step < 4096; step += 7) {
    const colour = `#${[step >> 8, (step >> 4) & 15, step & 15].map((one) => (one * 17).toString(16).padStart(2, "0")).join("")}`;
    expect(contrast(colour, textOn(colour)), colour).toBeGreaterThanOrEqual(READABLE);
  }
});

test("what is half typed is no colour, and pages keep the one before", () => {
  expect(isColour("#2C6E4")).toBe(false);
  expect(coloursOf({ ...draftOf(BRAND), colour: "#12" }, BRAND).colour).toBe("#2c6e49");
  expect(coloursOf({ ...draftOf(BRAND), colour: "#ffee00" }, BRAND).on).toBe("#1d2621");
});

test("what is sent has the revision that was seen, and no blanks at its ends", () => {
  expect(bodyOf({ ...draftOf(BRAND), name: " 溪雨 " }, 3)).toMatchObject({ name: "溪雨", colour: "#2c6e49", revision: 3 });
  expect(pictureOf("iVBORw0")).toBe("data:image/png;base64,iVBORw0");
  expect(pictureOf("")).toBe("");
});
