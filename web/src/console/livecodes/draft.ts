/** What somebody is making of a live code, before it is saved. */

import type { LivecodesEditLiveCode, LivecodesLiveCode, LivecodesStaffShare } from "@client";
import type { Share } from "@ui/shares";

export interface Draft {
  name: string;
  text: string;
  staff: Share[];
}

export function draftOf(one: LivecodesLiveCode | null): Draft {
  return {
    name: one?.name ?? "",
    text: one?.welcome.text ?? "",
    staff: (one?.contact_ways ?? []).map((way) => ({ userid: way.userid, name: way.name || way.userid, weight: way.weight })),
  };
}

/** A live code as it shall be; what this form does not show stays as it was. */
export function bodyOf(draft: Draft, one: LivecodesLiveCode | null): Omit<LivecodesEditLiveCode, "revision"> {
  const staff: LivecodesStaffShare[] = draft.staff.map(({ userid, weight }) => ({ userid, weight: Number(weight) }));
  if (one === null) return { name: draft.name, staff, welcome: draft.text === "" ? {} : { text: draft.text } };
  const { welcome_hours, tag_ids, store_id, coupon_template_id } = one;
  const welcome = one.welcome.content ? one.welcome : { ...one.welcome, text: draft.text };
  return { name: draft.name, staff, welcome, welcome_hours, tag_ids, store_id, coupon_template_id };
}
