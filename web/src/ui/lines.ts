/** Lines of a form that may be added and taken out. The API names one that is wrong by its place; it is told at the line that
 *  stood there when the form was sent, wherever that line stands by now. */

import { shallowRef, watch } from "vue";

export interface Lines<Line> {
  /** The same as long as the line is there. */
  key(line: Line): number;
  /** The place at which the answer knows it; -1 for one that was not sent. */
  sentAt(line: Line): number;
}

export function lines<Line extends object>(all: () => readonly Line[], faults: () => Readonly<Record<string, string>>): Lines<Line> {
  const keys = new WeakMap<Line, number>();
  const sent = shallowRef<readonly Line[]>([]);
  let last = 0;
  watch(faults, () => (sent.value = [...all()]), { immediate: true, flush: "sync" });
  return {
    key(line) {
      const key = keys.get(line) ?? ++last;
      keys.set(line, key);
      return key;
    },
    sentAt: (line) => sent.value.indexOf(line),
  };
}
