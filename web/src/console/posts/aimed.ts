/** Whom a post is for, in words: 带「会员」标签、已购买的客户. */

import type { Audience } from "./draft";
import { posts } from "./words";

/** called: what a member of staff is called. Each condition is a line; none for everybody. */
export function aimOf(audience: Audience, called: (userid: string) => string): string[] {
  const said = posts.value.aim;
  const list = (all: readonly string[]): string => all.slice(0, 8).join(posts.value.comma) + (all.length > 8 ? said.and(all.length) : "");
  if (audience.channel === "groups") return [said.owners(list(audience.owners.map(called)))];
  if (audience.channel === "staff") return [said.people(list(audience.staff.map(called)))];
  const { any_tags = [], all_tags = [], no_tags = [], stages = [], staff = [], live_codes = [] } = audience;
  const lines = [
    any_tags.length ? said.anyTags(list(any_tags)) : "",
    all_tags.length ? said.allTags(list(all_tags)) : "",
    no_tags.length ? said.noTags(list(no_tags)) : "",
    stages.length ? said.stages(list(stages.map((one) => posts.value.stages[one]))) : "",
    staff.length ? said.friendsOf(list(staff.map(called))) : "",
    live_codes.length ? said.codes(live_codes.length) : "",
  ].filter((line) => line !== "");
  return lines.length ? lines : [said.everybody];
}
