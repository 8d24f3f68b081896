/** What is looked at, all of it in the address: a page that is sent to a colleague shows them the same. */

import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { useRoute, useRouter } from "vue-router";

import { dayOf } from "@ui/moments";

import { maySeeNumbersOfAll, seesPeopleOnly } from "../session";
import { FIRST, groupsOf, KINDS, kindsOf, namesOf, type Group, type Kind, type Whose } from "./metrics";
import { AGAINST, beforeOf, RANGES, spanOf, type Against, type Range, type Span } from "./ranges";

export type By = "day" | "hour" | Kind;

/** names: of the figures; columns: of these, what can be told by `by`. of: one thing alone, as `store:<id>`. */
export interface Question {
  readonly group: Group;
  readonly range: Range;
  readonly against: Against;
  readonly by: By;
  readonly bys: readonly By[];
  readonly names: readonly string[];
  readonly columns: readonly string[];
  readonly drawn: string;
  readonly of: string;
  readonly kind: Kind | null;
  readonly own: Span;
  readonly span: Span | null;
  readonly before: Span | null;
}

export interface Asked {
  readonly question: ComputedRef<Question>;
  /** The corp's day, which a page that is left open overnight comes to know. */
  readonly today: ShallowRef<string>;
  readonly whose: Whose;
  readonly groups: readonly Group[];
  /** Changes some of it; '' for what goes back to how it begins. */
  set(some: Readonly<Record<string, string>>): void;
  /** Where one thing is looked at day by day. */
  dayByDay(kind: Kind, key: string): { query: Record<string, string> };
}

export function asked(): Asked {
  const today = shallowRef(dayOf(new Date()));
  const [route, router] = [useRoute(), useRouter()];
  const path = route.path;
  const whose: Whose = maySeeNumbersOfAll() ? "all" : seesPeopleOnly() ? "staff" : "store";
  const groups = groupsOf(whose);
  const said = (name: string): string => String(route.query[name] ?? "");
  const one = <Choice extends string>(name: string, of: readonly Choice[], first: Choice): Choice => of.find((choice) => choice === said(name)) ?? first;
  const all = (): Record<string, string> => Object.fromEntries(Object.keys(route.query).map((name) => [name, said(name)]));

  function read(): Question {
    const group = one("group", groups, groups[0] ?? "acquire");
    const range = one("range", RANGES, "7");
    const against = one("against", AGAINST, "before");
    const kind = KINDS.find((each) => said("of").startsWith(`${each}:`)) ?? null;
    const own = { since: said("from"), until: said("to") };
    const span = spanOf(range, today.value, own);
    // A thing's own numbers are told by time alone.
    const bys: readonly By[] = ["day", "hour", ...(kind === null ? kindsOf(group, whose) : [])];
    const by = one("by", bys, span !== null && span.since === span.until ? "hour" : "day");
    const names = namesOf(group, whose, kind);
    const columns = by === "day" || by === "hour" ? names : namesOf(group, whose, by);
    const first = columns.includes(FIRST[group]) ? FIRST[group] : (columns[0] ?? "");
    const before = span && beforeOf(span, range, against);
    return { group, range, against, by, bys, names, columns, drawn: one("metric", columns, first), of: kind ? said("of") : "", kind, own, span, before };
  }

  // While another screen opens, the address is that one's.
  let last = read();
  const question = computed(() => (route.path === path ? (last = read()) : last));
  return {
    question,
    today,
    whose,
    groups,
    set(some) {
      const query = Object.fromEntries(Object.entries({ ...all(), ...some }).filter(([, value]) => value !== ""));
      void router.replace({ query });
    },
    dayByDay: (kind, key) => ({ query: { ...all(), by: "day", of: `${kind}:${key}` } }),
  };
}
