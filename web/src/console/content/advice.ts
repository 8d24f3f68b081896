/** What to say instead of what lint refuses, by why it does. */

import type { ContentContentFinding } from "@client";

import { aboutOf } from "./marks";
import { content } from "./words";

/** By words of the reason; the first that stands in it counts. */
const BY_REASON = [
  ["absolute claim", "absolute"],
  ["state organs", "state"],
  ["price", "price"],
  ["medical", "medical"],
  ["returns", "returns"],
  ["trademark", "trademark"],
  ["sharing", "sharing"],
  ["follows", "follow"],
  ["own rule", "own"],
] as const;

export function adviceOf(finding: ContentContentFinding): string {
  if (finding.code !== "forbidden_word") return "";
  const found = BY_REASON.find(([reason]) => finding.en.includes(reason));
  const advice = found ? content.value.advice[found[1]] : "";
  // Which longer words are harmless lint does not tell: each place of a single sign is marked.
  return [...(aboutOf(finding) ?? "")].length === 1 ? `${advice} ${content.value.advice.single}`.trim() : advice;
}

/** Where a finding stands, as people call it. */
export function placeOf(place: string): string {
  const [name = "", of = ""] = place.split(".");
  const places: Readonly<Record<string, string>> = content.value.place;
  return places[name] ?? (name === "variables" ? of : place);
}
