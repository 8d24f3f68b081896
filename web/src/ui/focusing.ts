/** Where somebody is who works by the keyboard: what holds the focus may go (a line taken out, a person picked, a button at
 *  work), and they stay where it was; on another page they begin at its heading. */

const REACHED =
  "a[href], button:not([disabled]), input:not([disabled]):not([type='hidden']), select:not([disabled]), textarea:not([disabled]), summary, [tabindex='0']";

/** What was reached, and where it stood: what was above it, and at which place in each. */
interface Place {
  readonly held: HTMLElement;
  readonly above: readonly (readonly [Element, number])[];
}

/** One for what is open over the page, one for the page under it: whoever closes the first is back in the second. */
const places = new Map<Element | null, Place>();
let byKeys = false;
let isArriving = false;

const layerOf = (at: Element): Element | null => at.closest("dialog, .notices");
const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;
const reachedIn = (within: Element): HTMLElement[] =>
  [within, ...within.querySelectorAll(REACHED)].filter((one): one is HTMLElement => one instanceof HTMLElement && one.matches(REACHED) && one.checkVisibility());

function placeOf(held: HTMLElement): Place {
  const above: (readonly [Element, number])[] = [];
  for (let one: Element = held; one.parentElement && one !== document.body; one = one.parentElement) {
    above.push([one.parentElement, [...one.parentElement.children].indexOf(one)]);
  }
  return { held, above };
}

/** What stands there now: what has come in its place, else what is after it, else what is before. */
function standsAt({ above }: Place): HTMLElement | undefined {
  for (const [parent, place] of above) {
    if (!parent.isConnected) continue;
    const children = [...parent.children];
    const found = children.slice(place).flatMap(reachedIn)[0] ?? children.slice(0, place).flatMap(reachedIn).at(-1);
    if (found || parent.matches("main, dialog")) return found;
  }
  return undefined;
}

/** Of a form that was sent, and is begun anew where it stood: the button that sends it, not its first field. */
function sendsAgain({ held, above }: Place): HTMLElement | undefined {
  const [parent, place] = above.find(([one]) => one.isConnected) ?? [];
  const now = parent?.children[place ?? 0];
  if (!now?.matches("form") || !held.matches("form [type='submit']") || held.closest("form")?.isConnected) return undefined;
  return now.querySelector<HTMLElement>("[type='submit']:not([disabled])") ?? undefined;
}

function hold(): void {
  if (!byKeys || !isLost()) return;
  const layer = [...document.querySelectorAll("dialog[open]")].at(-1) ?? null;
  const place = places.get(layer);
  if (!place) return;
  const { held } = place;
  if (!held.isConnected || !held.checkVisibility()) (sendsAgain(place) ?? standsAt(place) ?? heading())?.focus();
  // At work it comes back by itself; one that was pressed away by the mouse is left.
  else if (!held.matches("[disabled]")) held.focus();
}

const heading = (): HTMLElement | null => document.querySelector<HTMLElement>("main h1");

/** Begins once, with the console. */
export function holdFocus(): void {
  window.addEventListener("keydown", () => (byKeys = true), true);
  window.addEventListener("pointerdown", () => (byKeys = false), true);
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLElement) places.set(layerOf(target), placeOf(target));
    for (const layer of places.keys()) if (layer !== null && !layer.isConnected) places.delete(layer);
  });
  new MutationObserver(hold).observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled", "open", "hidden"] });
}

/** True for somebody at the keys whose place has gone. */
export const isAdrift = (): boolean => byKeys && isLost();

/** Another page is shown. */
export function arriving(): void {
  isArriving = true;
}

/** Its heading is there: it is read out first, unless the page itself has put the focus somewhere. */
export function arrived(): void {
  if (!isArriving) return;
  const found = heading();
  if (!found) return;
  isArriving = false;
  if (!document.activeElement?.closest("main, dialog[open]") || document.activeElement.id === "main") found.focus({ preventScroll: true });
}
