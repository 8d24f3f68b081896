import { vi } from "vitest";

// The files share a process, since to begin one takes longer than its tests; each finds it as if it were the first.
vi.resetModules();
vi.unstubAllGlobals();
// What a browser has and Node 20 has not.
vi.stubGlobal("navigator", { language: "zh-CN" });
