import { vi } from "vitest";

// What a browser has and Node 20 has not.
vi.stubGlobal("navigator", { language: "zh-CN" });
