/** The language of the screens: what somebody chose, else their browser's. */

import { computed, ref, type ComputedRef } from "vue";

import { keep, kept } from "../kept";
import { en } from "./en";
import { zh, type Words } from "./zh";

export type { Words } from "./zh";
export type Language = "zh" | "en";

const KEPT = "siyu-language";
const language = ref<Language>(chosen());

/** Words of the language that is chosen; they change when it does. */
export const words: ComputedRef<Words> = computed(() => (language.value === "en" ? en : zh));

export function spoken(): Language {
  return language.value;
}

export function speak(wanted: Language): void {
  language.value = wanted;
  document.documentElement.lang = wanted === "en" ? "en" : "zh-CN";
  keep("localStorage", KEPT, wanted);
}

function chosen(): Language {
  const said = kept("localStorage", KEPT);
  if (said === "en" || said === "zh") return said;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** What a room says in both languages, in the one that is chosen. */
export function inBoth<Said>(texts: { readonly zh: Said; readonly en: Said }): ComputedRef<Said> {
  return computed(() => texts[language.value]);
}

/** A text that comes in both languages: a problem's, a title's. */
export function told(text: { readonly zh: string; readonly en: string }): string {
  return text[language.value];
}
