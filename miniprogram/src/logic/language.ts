/** Which language is spoken: that of the phone, as WeChat tells it. Each text stands beside its other. */

export type Language = "zh" | "en";

let spoken: Language = "zh";

/** told: as WeChat names it, zh_CN or en; whoever reads neither is spoken to in English. */
export function languageOf(told: string): Language {
  return told === "" || told.startsWith("zh") ? "zh" : "en";
}

export function speak(language: Language): void {
  spoken = language;
}

export const isEnglish = (): boolean => spoken === "en";

export const both = (zh: string, en: string): string => (spoken === "en" ? en : zh);
