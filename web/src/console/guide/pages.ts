/** The operators' pages as they were when the console was built, each read when somebody opens it. */

const FOLDER = "../../../../docs/operators/";
const FILES = import.meta.glob<string>("../../../../docs/operators/*.md", { query: "?raw", import: "default" });

export const FIRST = "README";

/** Its text, in Markdown; null where there is no such page. */
export async function textOf(page: string): Promise<string | null> {
  return (await FILES[`${FOLDER}${page}.md`]?.()) ?? null;
}

export function isPage(page: string): boolean {
  return `${FOLDER}${page}.md` in FILES;
}
