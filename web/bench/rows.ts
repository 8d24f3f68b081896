/** How long 100 rows take to stand in the page, in our list and in Element Plus's table, each in turn. */

import "element-plus/dist/index.css";
import "@ui/tokens.css";
import { createApp, type Component } from "vue";

import { linesOf } from "./lines";
import Ours from "./Ours.vue";
import Theirs from "./Theirs.vue";

export interface Measured {
  readonly ms: number;
  readonly nodes: number;
}

declare global {
  interface Window {
    measure?: (runs: number) => Promise<Record<"ours" | "theirs", Measured[]>>;
  }
}

const [MANY, COLUMNS] = [100, 6];

async function once(table: Component): Promise<Measured> {
  const lines = linesOf(MANY);
  const place = document.body.appendChild(document.createElement("div"));
  const from = performance.now();
  const app = createApp(table, { lines });
  app.mount(place);
  // Element's table knows its columns only once they are there, and its rows after that.
  while (place.querySelectorAll("tbody td").length < MANY * COLUMNS) await new Promise((go) => window.setTimeout(go));
  // Asking how high it is has the browser lay it out.
  const height = place.offsetHeight;
  const ms = performance.now() - from;
  const nodes = height > 0 ? place.querySelectorAll("*").length : 0;
  app.unmount();
  place.remove();
  return { ms, nodes };
}

window.measure = async (runs) => {
  const found: Record<"ours" | "theirs", Measured[]> = { ours: [], theirs: [] };
  for (let run = 0; run < runs; run += 1) {
    found.ours.push(await once(Ours));
    found.theirs.push(await once(Theirs));
  }
  return found;
};
