/** Whether text can be read on a colour, reckoned as the server does it (brand/rules.py). */

/** Web Content Accessibility Guidelines 2.2, 1.4.3: text needs 4.5 to 1. */
export const READABLE = 4.5;
const [WHITE, DARK, BLACK] = ["#ffffff", "#1d2621", "#000000"] as const;

export function isColour(typed: string): boolean {
  return /^#[0-9A-Fa-f]{6}$/.test(typed);
}

/** How much two colours differ in brightness, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

/** The colour of text on a colour: white or nearly black, whichever is read more easily; black where neither is. */
export function textOn(colour: string): string {
  const better = (one: string, other: string): string => (contrast(colour, other) > contrast(colour, one) ? other : one);
  const chosen = better(WHITE, DARK);
  return contrast(colour, chosen) >= READABLE ? chosen : better(WHITE, BLACK);
}
