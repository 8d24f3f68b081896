/** What a phone shows of a message: its text, and what comes with it. */

/** picture: our own address of it, '' for none; one that stands elsewhere is not read here. host: where a link leads. */
export type Attached =
  | { readonly kind: "link"; readonly title: string; readonly desc: string; readonly host: string }
  | { readonly kind: "miniprogram"; readonly title: string; readonly picture: string }
  | { readonly kind: "image"; readonly picture: string };

/** Where a link leads, as a person reads it: m.example.com; '' while it is no address yet. */
export function hostOf(url: string): string {
  return /^https?:\/\/([^/?#\s]+)/i.exec(url)?.[1] ?? "";
}

/** Where we keep a picture; '' for none. */
export function pictureAt(id: string): string {
  return id === "" ? "" : `/admin/v1/pictures/${encodeURIComponent(id)}`;
}
