/** Groups and tags as they are read and typed, and which tags a job is about. */

import type { JobsJob, MembersTag, MembersTagGroup } from "@client";
import { spoken } from "@words";

import { tags } from "./words";

export const KINDS: ReadonlySet<string> = new Set(["rename_tag", "merge_tags", "delete_tags"]);

/** What a job says of itself: the tags it changes, what they become ('' for nothing), the groups it has in hand. */
export interface About {
  readonly old: readonly string[];
  readonly new: string;
  readonly groups: readonly string[];
  readonly is_group: boolean;
}

/** null before its first step, which says it. */
export function aboutOf(result: string): About | null {
  let said: unknown;
  try {
    said = JSON.parse(result);
  } catch {
    return null;
  }
  if (typeof said !== "object" || said === null || !("old" in said) || !("new" in said) || !("groups" in said)) return null;
  return {
    old: textsOf(said.old),
    new: typeof said.new === "string" ? said.new : "",
    groups: textsOf(said.groups),
    is_group: "is_group" in said && said.is_group === true,
  };
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

/** A job in a few words: 改名「老客」→「熟客」. */
export function titleOf(job: Pick<JobsJob, "kind" | "result" | "name_zh" | "name_en">): string {
  const about = aboutOf(job.result);
  const say = tags.value.works;
  if (!about || about.old.length === 0) return spoken() === "en" ? job.name_en : job.name_zh;
  if (job.kind === "rename_tag") return say.rename(about.old[0] ?? "", about.new);
  if (job.kind === "merge_tags") return say.merge(about.old[0] ?? "", about.new);
  return about.is_group ? say.deleteGroup(few(about.old), about.old.length) : say.delete(about.old[0] ?? "");
}

/** The first of them, as many as fit a line. */
export function few(names: readonly string[]): string {
  return names.slice(0, 3).join(tags.value.and);
}

const PARTS = /[\n\r,，、;；]+/;

/** The names that somebody typed, one a line or with commas between; each once. */
export function namesIn(typed: string): string[] {
  return [...new Set(typed.split(PARTS).map((one) => one.trim()).filter(Boolean))];
}

/** Which groups beside this one have a tag of that name: members and posts do not tell them apart. */
export function alsoIn(groups: readonly MembersTagGroup[], group: string, name: string): readonly string[] {
  return groups.filter((one) => one.id !== group && one.tags.some((tag) => tag.name === name)).map((one) => one.name);
}

/** Groups with what fits the words: all tags of one that is called so, else those that are. */
export function fitting(groups: readonly MembersTagGroup[], q: string): readonly MembersTagGroup[] {
  const word = q.toLowerCase();
  const fits = ({ name }: { readonly name: string }): boolean => name.toLowerCase().includes(word);
  if (word === "") return groups;
  return groups.flatMap((group) => {
    const found = fits(group) ? group.tags : group.tags.filter(fits);
    return found.length || fits(group) ? [{ ...group, tags: found }] : [];
  });
}

/** What came of making tags, beside what was seen before. A colleague may have made the group, or more tags in it, since:
 *  then it is not this act's to take back. */
export function madeOf(group: MembersTagGroup, asked: readonly string[], seen: readonly MembersTagGroup[]): { readonly fresh: readonly MembersTag[]; readonly isNew: boolean } {
  const before = new Set(seen.flatMap((one) => one.tags.map((tag) => tag.id)));
  const ours = ({ name }: MembersTag): boolean => asked.includes(name);
  return { fresh: group.tags.filter((tag) => !before.has(tag.id) && ours(tag)), isNew: seen.every((one) => one.id !== group.id) && group.tags.every(ours) };
}
