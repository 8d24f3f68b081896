/** What somebody is making of a live code, before it is saved. */

import type { LivecodesEditLiveCode, LivecodesHourlyWelcome, LivecodesLiveCode, LivecodesStaffShare, LivecodesWelcome } from "@client";
import { onto } from "@ui/rebasing";
import type { Share } from "@ui/shares";

/** A few hours with a welcome of their own. kept: what it had that this form does not show, such as pictures. */
export interface Hours {
  since: string;
  until: string;
  text: string;
  kept: LivecodesWelcome;
}

export interface Draft {
  name: string;
  store: string;
  staff: Share[];
  tags: string[];
  coupon: string;
  text: string;
  hours: Hours[];
}

export const MOST_HOURS = 12;

export function draftOf(one: LivecodesLiveCode | null): Draft {
  return {
    name: one?.name ?? "",
    store: one?.store_id ?? "",
    staff: (one?.contact_ways ?? []).map((way) => ({ userid: way.userid, name: way.name || way.userid, weight: way.weight })),
    tags: [...(one?.tag_ids ?? [])],
    coupon: one?.coupon_template_id ?? "",
    text: one?.welcome.text ?? "",
    hours: (one?.welcome_hours ?? []).map(({ since, until, welcome }) => ({ since, until, text: welcome.text ?? "", kept: welcome })),
  };
}

/** Another like it: who is away is left behind. */
export function copyOf(one: LivecodesLiveCode, name: string): Draft {
  const away = new Set(one.contact_ways.filter((way) => way.is_paused).map((way) => way.userid));
  const draft = draftOf(one);
  return { ...draft, name, staff: draft.staff.filter((share) => !away.has(share.userid)) };
}

/** A welcome as it shall be; one that content gives has no words of its own. */
const saying = (text: string, kept: LivecodesWelcome): LivecodesWelcome => (kept.content ? kept : { ...kept, text });

/** like: the live code that is changed, or that a new one is like; what this form does not show stays as it is there. */
export function bodyOf(draft: Draft, like: LivecodesLiveCode | null): Omit<LivecodesEditLiveCode, "revision"> {
  const staff: LivecodesStaffShare[] = draft.staff.map(({ userid, weight }) => ({ userid, weight: Number(weight) }));
  const welcome_hours: LivecodesHourlyWelcome[] = draft.hours.map(({ since, until, text, kept }) => ({ since, until, welcome: saying(text, kept) }));
  return {
    name: draft.name,
    staff,
    welcome: saying(draft.text, like?.welcome ?? {}),
    welcome_hours,
    tag_ids: draft.tags,
    store_id: draft.store,
    coupon_template_id: draft.coupon,
  };
}

/** A form after somebody else's change: what was typed stays, the rest is as it is now. */
export function rebased(draft: Draft, before: LivecodesLiveCode, now: LivecodesLiveCode): Draft {
  return onto(draft, draftOf(before), draftOf(now));
}
