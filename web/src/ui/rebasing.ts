/** A form after somebody else's change of the same thing: what was typed stays, the rest is as it is now. */

/** typed: the form; before: as it began; now: as it would begin now. */
export function onto<Form extends object>(typed: Form, before: Form, now: Form): Form {
  const found = { ...typed };
  for (const field of Object.keys(typed) as (keyof Form)[]) {
    if (JSON.stringify(typed[field]) === JSON.stringify(before[field])) found[field] = now[field];
  }
  return found;
}
