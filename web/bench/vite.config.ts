import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vite";

import built from "../vite.config";

// The two tables as a page of their own; nothing of it is shipped.
export default defineConfig((how) => {
  const { build: _, ...base } = built(how);
  const root = fileURLToPath(new URL(".", import.meta.url));
  const build = { outDir: "../../.local/build/bench", emptyOutDir: true, rolldownOptions: { input: `${root}rows.html` } };
  return mergeConfig(base, { root, base: "/bench/", build });
});
