/** Somebody of the staff who was picked, with their weight beside the others. */

export interface Share {
  readonly userid: string;
  readonly name: string;
  weight: number;
}

/** How many of a number each takes, as they are shared out by weight: the largest rests go first, and all are given. */
export function sharedOut(many: number, shares: readonly Share[]): readonly number[] {
  const all = shares.reduce((sum, one) => sum + one.weight, 0);
  if (all <= 0) return shares.map(() => 0);
  const exact = shares.map((one) => (many * one.weight) / all);
  const given = exact.map(Math.floor);
  const order = exact.map((part, place) => ({ place, rest: part - Math.floor(part) })).sort((a, b) => b.rest - a.rest);
  const left = many - given.reduce((sum, one) => sum + one, 0);
  for (const { place } of order.slice(0, left)) given[place] = (given[place] ?? 0) + 1;
  return given;
}
