/** Values of a change as people say them. The API tells them as it knows them (`issued`), and in words in its sentence. */

import type { AuditAct, AuditActChange } from "@client";

type Value = AuditActChange["before"];
/** A state, a role and the like, or several. */
const CODES = /^[a-z][a-z0-9_]*(, [a-z][a-z0-9_]*)*$/;
const isCode = (value: Value): boolean => typeof value === "string" && CODES.test(value);
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The words that the sentence has for both sides of a change; null where it has none. */
export function inWords(act: AuditAct, of: AuditActChange, isEnglish: boolean): { readonly before: string | null; readonly after: string | null } {
  const [field, sentence] = isEnglish ? [literally(of.field_en), act.sentence_en] : [literally(of.field_zh), act.sentence_zh];
  const part = of.part === "" ? "" : isEnglish ? ` of ${literally(of.part)}` : "";
  const ways = isEnglish
    ? { moved: `${field}${part} from (.*?) to (.*?)(?:;|$)`, made: `${field}${part} is (.*?)(?:;|$)`, gone: `${field}${part} was (.*?) and is none` }
    : { moved: `${field}从 (.*?) 改为 (.*?)(?:；|$)`, made: `${field}为 (.*?)(?:；|$)`, gone: `${field}（原为 (.*?)）` };
  const found = (way: string): RegExpExecArray | null => new RegExp(way).exec(sentence);
  const moved = of.before !== null && of.after !== null ? found(ways.moved) : null;
  const made = of.before === null ? found(ways.made) : null;
  const gone = of.after === null ? found(ways.gone) : null;
  return {
    before: isCode(of.before) ? (moved?.[1] ?? gone?.[1] ?? null) : null,
    after: isCode(of.after) ? (moved?.[2] ?? made?.[1] ?? null) : null,
  };
}
