/** What a browser keeps for us between pages. One that keeps nothing (a private window, a frame) forgets, and that is all. */

type Where = "localStorage" | "sessionStorage";

export function kept(where: Where, name: string): string | null {
  try {
    return window[where].getItem(name);
  } catch {
    return null;
  }
}

/** value: null forgets it. */
export function keep(where: Where, name: string, value: string | null): void {
  try {
    if (value === null) window[where].removeItem(name);
    else window[where].setItem(name, value);
  } catch {
    // It is asked again next time.
  }
}
