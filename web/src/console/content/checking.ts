/** What lint found when the version was saved, and which of it may still hold while somebody goes on writing. */

import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";

import type { ContentContentFinding } from "@client";

import type { Draft } from "./draft";
import { aboutOf, holds } from "./marks";

export interface Checking {
  /** Those of a place that may still hold. */
  at(place: string): readonly ContentContentFinding[];
  readonly errors: ComputedRef<number>;
  checked(found: readonly ContentContentFinding[]): void;
}

export function checking(form: Draft, begun: readonly ContentContentFinding[]): Checking {
  const found = shallowRef(begun);
  const then: ShallowRef<Draft> = shallowRef(copied(form));
  const still = computed(() => found.value.filter((one) => mayHold(one, form, then.value)));
  return {
    at: (place) => still.value.filter((one) => one.place === place),
    errors: computed(() => still.value.filter((one) => one.severity === "error").length),
    checked(now) {
      [found.value, then.value] = [now, copied(form)];
    },
  };
}

const copied = (form: Draft): Draft => ({ ...form, variables: form.variables.map((one) => ({ ...one })), channels: [...form.channels] });

function mayHold(finding: ContentContentFinding, form: Draft, then: Draft): boolean {
  const { place } = finding;
  if (place.startsWith("variables.")) {
    const of = (draft: Draft): string => JSON.stringify([draft.variables.find((one) => `variables.${one.name}` === place), draft.text, draft.title, draft.desc]);
    return of(form) === of(then);
  }
  const textAt = (draft: Draft): string => {
    const { text, title, desc, url, picurl, appid, page, pictureId } = draft;
    return ({ text, title, desc, url, picurl, appid, page, picture_id: pictureId } as Readonly<Record<string, string>>)[place] ?? "";
  };
  // A word that a variable's value brings in stands in no field.
  const wasThere = aboutOf(finding) !== null && holds(finding, textAt(then));
  return wasThere ? holds(finding, textAt(form)) : textAt(form) === textAt(then);
}
