/** The operators' pages as they were when the console was built, each read when somebody opens it. */

const FOLDER = "../../../../docs/operators/";
const FILES = import.meta.glob<string>("../../../../docs/operators/*.md", { query: "?raw", import: "default" });
// Read when a page shows them; their names change with what they are.
const PICTURES = import.meta.glob<string>("../../../../docs/operators/pictures/*.webp", { query: "?url", import: "default", eager: true });

export const FIRST = "README";

/** Its text, in Markdown; null where there is no such page. */
export async function textOf(page: string): Promise<string | null> {
  return (await FILES[`${FOLDER}${page}.md`]?.()) ?? null;
}

export function isPage(page: string): boolean {
  return `${FOLDER}${page}.md` in FILES;
}

/** What `make pictures` takes: a screen at a desk, made smaller, or a phone's. */
export const SIZES = { desk: { width: 896, height: 560 }, phone: { width: 390, height: 844 } } as const;

/** Where a picture lies and how large it is; null where there is none. */
export function pictureOf(file: string): { readonly address: string; readonly width: number; readonly height: number; readonly isOfPhone: boolean } | null {
  const address = PICTURES[`${FOLDER}pictures/${file}`];
  const isOfPhone = file.startsWith("phone-");
  return address ? { address, isOfPhone, ...SIZES[isOfPhone ? "phone" : "desk"] } : null;
}
