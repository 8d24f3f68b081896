/** Siyu's API for TypeScript: `new Siyu({ baseUrl, token })`, then a group of operations for each room. */

import { Operations } from "./operations.js";
import { Caller, type Settings } from "./runtime.js";

export class Siyu extends Operations {
  constructor(settings: Settings) {
    super(new Caller(settings));
  }
}

export { Call, Refused, Unreadable, pages } from "./runtime.js";
export type { Answered, Asked, Fetch, GatewayCode, Once, Options, Problem, Result, Settings } from "./runtime.js";
export * from "./schemas.js";
