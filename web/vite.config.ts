import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Every file of ours lies under one folder, whose names change with what is in them: browsers keep them for ever.
export default defineConfig({
  base: "/console/assets/",
  plugins: [vue()],
  resolve: {
    alias: [
      { find: "@client", replacement: at("./client/src/index.ts") },
      { find: /^@ui\//, replacement: at("./src/ui/") },
      { find: "@words", replacement: at("./src/words/index.ts") },
    ],
  },
  build: {
    target: "es2020",
    assetsDir: "",
    // Nothing inside the page or the styles: the policy allows files of our own alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: "manifest.json",
    sourcemap: false,
    rollupOptions: { input: { console: at("./console.html") } },
  },
});
