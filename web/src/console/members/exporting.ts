/** What the list of members shows, as a file of it is asked for. */

import type { ExportsFilters, ExportsNewExport, MembersFilter } from "@client";

/** Words that are looked for are none of a file's filters; a stage is called a state there. */
export function exportOf(which: MembersFilter): Pick<ExportsNewExport, "kind" | "which"> {
  const { q: _, stage, ...same } = which;
  const asked: ExportsFilters = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== ""));
  return { kind: "members", which: stage ? { ...asked, state: stage } : asked };
}

/** Where the list of members shows those of a file. */
export function queryOf(which: ExportsFilters): Record<string, string> {
  return Object.fromEntries(Object.entries(filterOf(which)).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** The way back, for a file that was asked for earlier. */
export function filterOf({ state, ...same }: ExportsFilters): MembersFilter {
  const { tag = "", code = "", staff = "", store = "", since = "", until = "" } = same;
  return { tag, code, staff, store, since, until, stage: state === "friend" || state === "pending" || state === "lost" ? state : null };
}
