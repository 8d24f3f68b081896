import { mergeConfig, defineConfig } from "vitest/config";

import built from "./vite.config";

const test = { include: ["tests/**/*.test.ts"], environment: "node", setupFiles: ["tests/setup.ts"], isolate: false };

export default defineConfig((how) => mergeConfig(built(how), { test }));
