import { mergeConfig, defineConfig } from "vitest/config";

import built from "./vite.config";

export default mergeConfig(built, defineConfig({ test: { include: ["tests/**/*.test.ts"], environment: "node", setupFiles: ["tests/setup.ts"] } }));
