/** What is being done with tags: one at a time, each in a drawer of its own. */

import type { MembersTag, MembersTagGroup, TagsRenamedGroup, TagsTagChangeBegun } from "@client";

export type Act =
  | { readonly kind: "make" }
  | { readonly kind: "add" | "renameGroup" | "deleteGroup"; readonly group: MembersTagGroup }
  | { readonly kind: "rename" | "merge" | "delete"; readonly tag: MembersTag };

/** What came of one: long work that was begun, with what to say now and when it is over; or a thing that is done. */
export type Came =
  | { readonly kind: "begun"; readonly begun: TagsTagChangeBegun; readonly now: string; readonly done: string; readonly renamed?: { readonly tag: MembersTag; readonly name: string } }
  | { readonly kind: "renamedGroup"; readonly before: MembersTagGroup; readonly now: TagsRenamedGroup }
  | { readonly kind: "made"; readonly group: MembersTagGroup; readonly fresh: readonly MembersTag[]; readonly isNew: boolean };
