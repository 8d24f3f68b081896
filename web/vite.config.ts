import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Only for who works on the screens: `SIYU_CLOUD=http://localhost:8080 npx vite` shows the sources as they change, and asks
// that stack everything else. Sign in at the stack itself first: a cookie knows no port.
const cloud = process.env["SIYU_CLOUD"] ?? "";
const page: Plugin = {
  name: "console-page",
  configureServer(server) {
    server.middlewares.use((asked, _, next) => {
      if (/^\/console(\/|$|\?)/.test(asked.url ?? "")) asked.url = "/console.html";
      next();
    });
  },
};

// Every file of ours lies under one folder, whose names change with what is in them: browsers keep them for ever.
export default defineConfig(({ command }) => ({
  base: command === "serve" ? "/" : "/console/assets/",
  plugins: [vue(), page],
  server: {
    port: Number(process.env["SIYU_PORT"] ?? 5173),
    strictPort: true,
    // The guide is made of the operators' pages.
    fs: { allow: [at("."), at("../docs/operators")] },
    proxy: cloud === "" ? {} : { "^/(admin|c|k|g|staff|mini)/": { target: cloud } },
  },
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
    rolldownOptions: {
      input: { console: at("./console.html"), wecom: at("./src/wecom/client.ts") },
      // What every screen stands on is one file and not eighteen: each is a request, and a function that may have to start.
      output: { codeSplitting: { groups: [{ name: "house", test: /\/(node_modules(?!\/@wecom)|client\/src|src\/(ui|words))\/|src\/(api|kept)\.ts/ }] } },
    },
  },
}));
