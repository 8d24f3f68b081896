/** What somebody is making of a post, before it is saved. */

import type {
  AudienceChannel,
  AudienceStage,
  ContentContentItem,
  ContentContentVersion,
  PostsEditPost,
  PostsNewForecast,
  PostsNewPost,
  PostsPost,
  PostsRecurring,
} from "@client";
import { dayOf, momentOf, typedOf } from "@ui/moments";

import type { Named } from "./offers";
import { recurringOf, repeatFrom, repeatOf, type Repeat } from "./repeating";

export type Variable = ContentContentVersion["variables"][number];
export type Audience = PostsNewPost["audience"];
export type When = "now" | "once" | "recurring" | "kept";
export const CHANNELS: readonly AudienceChannel[] = ["customers", "groups", "staff"];
export const STAGES: readonly AudienceStage[] = ["lead", "buyer", "lost"];
const A_MINUTE = 60_000;

/** values: what stands for the content's variables, by name, as it is typed; '' for what the content says itself.
 *  kept: a rule that the choices here cannot say stays as it is, until somebody chooses another. */
export interface Draft {
  name: string;
  itemId: string;
  version: number;
  values: Record<string, string>;
  channel: AudienceChannel;
  isEverybody: boolean;
  anyTags: Named[];
  allTags: Named[];
  noTags: Named[];
  stages: AudienceStage[];
  friendsOf: Named[];
  codes: Named[];
  owners: Named[];
  people: Named[];
  stores: Named[];
  couponId: string;
  when: When;
  at: string;
  repeat: Repeat;
  kept: PostsRecurring | null;
  endsAfter: number | null;
  perMinute: number | null;
}

const named = (ids: readonly string[] | undefined, called: (id: string) => string): Named[] => (ids ?? []).map((id) => ({ id, name: called(id) }));

/** As a form begins: empty, or as a post is. called: what people are called; names of codes and stores come later. */
export function draftOf(of: PostsPost | null, called: (id: string) => string, now: Date = new Date()): Draft {
  const audience = of?.audience;
  const customers = audience?.channel === "customers" ? audience : null;
  const recurring = of?.schedule.kind === "recurring" ? of.schedule : null;
  const repeat = recurring ? repeatOf(recurring) : null;
  return {
    name: of?.name ?? "",
    itemId: of?.content.item_id ?? "",
    version: of?.content.version ?? 0,
    values: Object.fromEntries(Object.entries(of?.content.values ?? {}).map(([name, value]) => [name, String(value)])),
    channel: of?.channel ?? "customers",
    isEverybody: customers === null || isEverybody(customers),
    anyTags: named(customers?.any_tags, String),
    allTags: named(customers?.all_tags, String),
    noTags: named(customers?.no_tags, String),
    stages: [...(customers?.stages ?? [])],
    friendsOf: named(customers?.staff, called),
    codes: named(customers?.live_codes, String),
    owners: named(audience?.channel === "groups" ? audience.owners : [], called),
    people: named(audience?.channel === "staff" ? audience.staff : [], called),
    stores: named(of?.stores, String),
    couponId: of?.coupon_template_id ?? "",
    when: recurring === null ? "once" : repeat === null ? "kept" : "recurring",
    at: of?.schedule.kind === "once" ? typedOf(of.schedule.at) : `${dayOf(now, 1)}T10:00`,
    repeat: repeat ?? repeatFrom(now),
    kept: repeat === null ? recurring : null,
    endsAfter: of?.ends_after_hours ?? null,
    perMinute: of?.per_minute ?? null,
  };
}

/** On a day of the calendar: at ten, or an hour that is still to come; late in the evening at once. */
export function beginningOn(day: string, now: Date = new Date()): Pick<Draft, "when" | "at"> {
  const soon = typedOf(new Date(now.getTime() + 90 * A_MINUTE).toISOString());
  const at = [`${day}T10:00`, `${soon.slice(0, 13)}:00`].find((one) => one.startsWith(day) && one > typedOf(now.toISOString()));
  return at === undefined ? { when: "now", at: `${dayOf(now, 1)}T10:00` } : { when: "once", at };
}

type Customers = Extract<Audience, { channel: "customers" }>;
function isEverybody({ any_tags, all_tags, no_tags, stages, staff, live_codes }: Customers): boolean {
  return [any_tags, all_tags, no_tags, stages, staff, live_codes].every((one) => !one?.length);
}

const ids = (all: readonly Named[]): string[] => all.map((one) => one.id);

export function audienceOf(draft: Draft): Audience {
  if (draft.channel === "groups") return { channel: "groups", owners: ids(draft.owners) };
  if (draft.channel === "staff") return { channel: "staff", staff: ids(draft.people) };
  if (draft.isEverybody) return { channel: "customers" };
  return {
    channel: "customers",
    any_tags: ids(draft.anyTags),
    all_tags: ids(draft.allTags),
    no_tags: ids(draft.noTags),
    stages: draft.stages,
    staff: ids(draft.friendsOf),
    live_codes: ids(draft.codes),
  };
}

/** Whom nobody has been chosen for yet, so there is nothing to ask about. */
export function meansSomebody(draft: Draft): boolean {
  return draft.channel === "customers" || (draft.channel === "groups" ? draft.owners : draft.people).length > 0;
}

/** variables: of the content that is chosen. What was left as the content says is not sent. */
export function contentOf(draft: Draft, variables: readonly Variable[]): PostsNewPost["content"] {
  const types = new Map(variables.map((one) => [one.name, one.type]));
  const values: Record<string, string | number> = {};
  for (const [name, typed] of Object.entries(draft.values)) {
    if (typed === "" || !(types.has(name) || BUILT_IN.includes(name))) continue;
    const isNumber = types.get(name) === "number" || types.get(name) === "money";
    values[name] = isNumber ? Number(typed) : typed;
  }
  return { item_id: draft.itemId, version: draft.version, values };
}
const BUILT_IN = ["staff_name", "corp_name", "send_date"];

/** Variables with what was typed in the place of what the content says. */
export function valued(variables: readonly Variable[], values: Readonly<Record<string, string>>): Variable[] {
  return variables.map((one) => {
    const typed = values[one.name] ?? "";
    if (typed === "") return one;
    return one.type === "money" || one.type === "number" ? { ...one, fallback: Number(typed) } : { ...one, fallback: typed };
  });
}

export function forecastOf(draft: Draft, variables: readonly Variable[]): PostsNewForecast {
  return { content: contentOf(draft, variables), audience: audienceOf(draft), stores: ids(draft.stores) };
}

export function bodyOf(draft: Draft, variables: readonly Variable[], now: Date = new Date()): PostsNewPost {
  return {
    ...forecastOf(draft, variables),
    name: draft.name,
    schedule: scheduleOf(draft, now),
    coupon_template_id: draft.couponId,
    ends_after_hours: draft.endsAfter || null,
    per_minute: draft.perMinute || null,
  };
}

/** A moment that nobody touched is sent as it was: a field knows no seconds. */
export function editOf(draft: Draft, variables: readonly Variable[], seen: PostsPost, now: Date = new Date()): PostsEditPost {
  const body = bodyOf(draft, variables, now);
  const isSame = seen.schedule.kind === "once" && draft.when === "once" && draft.at === typedOf(seen.schedule.at);
  return { ...body, schedule: isSame ? seen.schedule : body.schedule, revision: seen.revision };
}

function scheduleOf(draft: Draft, now: Date): PostsNewPost["schedule"] {
  if (draft.when === "kept" && draft.kept) return draft.kept;
  if (draft.when === "recurring") return recurringOf(draft.repeat);
  const soon = new Date(now.getTime() + A_MINUTE).toISOString();
  return { kind: "once", at: draft.when === "now" ? soon : (momentOf(draft.at) ?? "") };
}

/** What is sent of an item: the version that was approved last, or the one that a post has. */
export function versionOf(item: ContentContentItem | null, version: number): ContentContentVersion | null {
  return item?.versions.find((one) => one.version === version) ?? null;
}
