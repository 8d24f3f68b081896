/** Where in a form each fault stands: so that its summary can lead there. A fault that stands nowhere is said in the summary itself. */

export interface Fault {
  readonly says: string;
  /** As its field is called; '' where it stands nowhere, or where what is said begins so. */
  readonly name: string;
  readonly field: HTMLElement | null;
}

const INPUTS = "input:not([disabled]), select:not([disabled]), textarea:not([disabled]), button:not([disabled])";

/** In the order in which they are seen; said: what the answer says, by path. */
export function faultsIn(form: HTMLElement, said: Readonly<Record<string, string>>): Fault[] {
  const left = Object.values(said);
  const found: Fault[] = [];
  for (const one of form.querySelectorAll<HTMLElement>(".small.wrong")) {
    const says = one.textContent.trim();
    if (says === "") continue;
    const place = left.indexOf(says);
    if (place !== -1) left.splice(place, 1);
    const field = fieldOf(form, one);
    found.push({ says, field, name: field ? nameOf(field, says) : "" });
  }
  const shown = new Set(found.map((one) => one.says));
  return [...found, ...left.filter((says) => !shown.has(says)).map((says) => ({ says, field: null, name: "" }))];
}

/** The one it describes, else the next that can be filled in or pressed beside it. */
function fieldOf(form: HTMLElement, says: HTMLElement): HTMLElement | null {
  const described = says.id && form.querySelector<HTMLElement>(`[aria-describedby~="${says.id}"]`);
  if (described) return described.matches(INPUTS) ? described : described.querySelector<HTMLElement>(INPUTS);
  const beside = [...(says.parentElement?.querySelectorAll<HTMLElement>(INPUTS) ?? [])];
  return beside.find((one) => says.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) ?? beside.at(-1) ?? null;
}

function nameOf(field: HTMLElement, says: string): string {
  const label = field.id ? document.querySelector(`label[for="${field.id}"]`)?.textContent.trim() : "";
  const group = field.closest("fieldset")?.querySelector("legend")?.textContent.trim();
  if (label && says.startsWith(label)) return "";
  return [...new Set([group, label])].filter(Boolean).join(" · ");
}
