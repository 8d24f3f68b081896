/** What somebody is writing, before it is saved. */

import type { ContentContentVersion, ContentKind, ContentNewContentItem } from "@client";

import type { Variable } from "./filling";

export type Channel = ContentContentVersion["channels"][number];
export type Written = Pick<ContentContentVersion, "text" | "attachment" | "variables" | "channels">;
export const KINDS: readonly ContentKind[] = ["text", "link", "miniprogram", "image"];
export const CHANNELS: readonly Channel[] = ["customers", "groups", "staff"];

/** words: of a text, a link or a day; amount: of a number, or fen. most: the longest that a text or a link may be. */
export interface Declared {
  readonly name: string;
  readonly type: Variable["type"];
  words: string;
  amount: number | null;
  readonly most: number | undefined;
}

export interface Draft {
  name: string;
  kind: ContentKind;
  text: string;
  title: string;
  desc: string;
  url: string;
  picurl: string;
  appid: string;
  page: string;
  pictureId: string;
  variables: Declared[];
  channels: Channel[];
}

export function draftOf(one: (Written & { readonly kind: ContentKind }) | null, name = ""): Draft {
  const at = one?.attachment ?? null;
  const [link, mini] = [at?.kind === "link" ? at : null, at?.kind === "miniprogram" ? at : null];
  return {
    name,
    kind: one?.kind ?? "text",
    text: one?.text ?? "",
    title: link?.title ?? mini?.title ?? "",
    desc: link?.desc ?? "",
    url: link?.url ?? "",
    picurl: link?.picurl ?? "",
    appid: mini?.appid ?? "",
    page: mini?.page ?? "",
    pictureId: at !== null && at.kind !== "link" ? at.picture_id : "",
    variables: (one?.variables ?? []).map(declaredOf),
    channels: [...(one?.channels ?? (["customers", "groups"] as const))],
  };
}

function declaredOf(one: Variable): Declared {
  const isCounted = one.type === "number" || one.type === "money";
  return {
    name: one.name,
    type: one.type,
    words: isCounted ? "" : one.fallback,
    amount: isCounted ? one.fallback : null,
    most: "max_length" in one ? one.max_length : undefined,
  };
}

export function variableOf({ name, type, words, amount, most }: Declared): Variable {
  if (type === "number" || type === "money") return { type, name, fallback: amount ?? 0 };
  if (type === "date") return { type, name, fallback: words };
  return { type, name, fallback: words, ...(most === undefined ? {} : { max_length: most }) };
}

/** A version as it shall be. Its attachment is of its kind alone, whatever was typed for another. */
export function bodyOf(draft: Draft): Written {
  return {
    text: draft.text,
    attachment: attachmentOf(draft) ?? null,
    variables: draft.variables.map(variableOf),
    channels: CHANNELS.filter((one) => draft.channels.includes(one)),
  };
}

function attachmentOf(draft: Draft): ContentNewContentItem["attachment"] {
  const { kind, title, desc, url, picurl, appid, page } = draft;
  if (kind === "link") return { kind, title, desc, url: url.trim(), picurl: picurl.trim() };
  if (kind === "miniprogram") return { kind, title, appid: appid.trim(), page: page.trim(), picture_id: draft.pictureId };
  return kind === "image" ? { kind, picture_id: draft.pictureId } : null;
}
