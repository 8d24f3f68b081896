/** Live codes and stores by name, where a file says only which: each is asked for once. */

import { shallowRef } from "vue";

import { siyu } from "../../api";
import { may } from "../session";
import { members } from "./words";

type Kind = "code" | "store";

const names = shallowRef<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();

/** What a live code or a store is called; while that is not known, what kind of thing it is. */
export function thingCalled(kind: Kind, id: string): string {
  const key = `${kind} ${id}`;
  if (!asked.has(key)) {
    asked.add(key);
    void read(kind, id, key);
  }
  return names.value.get(key) ?? members.value.files.one[kind];
}

async function read(kind: Kind, id: string, key: string): Promise<void> {
  if (!may(kind === "code" ? "livecodes.read" : "stores.read")) return;
  try {
    const { name } = kind === "code" ? await siyu.liveCodes.readLiveCode({ code: id }) : await siyu.stores.readStore({ store_id: id });
    names.value = new Map([...names.value, [key, name]]);
  } catch {
    // It is gone, or theirs who asked for the file: what kind it is still says something.
  }
}
