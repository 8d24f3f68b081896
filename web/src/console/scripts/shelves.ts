/** The categories of the library with how many scripts each holds: read whole, since the library is one list. */

import type { ScriptsScript } from "@client";
import { asking, type Asking } from "@ui/asking";

import { siyu } from "../../api";

export interface Shelf {
  readonly name: string;
  readonly many: number;
  /** Those below it. */
  readonly below: ReadonlyArray<{ readonly name: string; readonly many: number }>;
}

/** isAll: false when there are more scripts than were counted. */
export interface Shelves {
  readonly shelves: readonly Shelf[];
  readonly many: number;
  readonly isAll: boolean;
}

const [PAGE, MOST] = [100, 300];

export function shelving(): Asking<Shelves> {
  return asking(async () => {
    const all: ScriptsScript[] = [];
    let cursor = "";
    do {
      const page = await siyu.scripts.listScripts({ limit: PAGE, ...(cursor === "" ? {} : { cursor }) });
      all.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== "" && all.length < MOST);
    return { shelves: shelvesOf(all), many: all.length, isAll: cursor === "" };
  });
}

export function shelvesOf(all: ReadonlyArray<Pick<ScriptsScript, "category" | "subcategory">>): readonly Shelf[] {
  const counted = (names: readonly string[]): { name: string; many: number }[] =>
    [...names.reduce((by, name) => by.set(name, (by.get(name) ?? 0) + 1), new Map<string, number>())].map(([name, many]) => ({ name, many }));
  return counted(all.map((one) => one.category)).map((shelf) => ({
    ...shelf,
    below: counted(all.filter((one) => one.category === shelf.name).flatMap((one) => one.subcategory ?? [])),
  }));
}
