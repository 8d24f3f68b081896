/** One key for a tap: the same while nobody knows what came of it, so that a second tap does nothing twice. */

import { Refused } from "../../../web/client/src/index.js";

export class Taps {
  private readonly keys = new Map<string, string>();

  constructor(private readonly newKey: () => string) {}

  /** act: what is done to what. */
  async once<T>(act: string, run: (key: string) => Promise<T>): Promise<T> {
    const key = this.keys.get(act) ?? this.newKey();
    this.keys.set(act, key);
    try {
      const value = await run(key);
      this.keys.delete(act);
      return value;
    } catch (error) {
      if (!isUnknown(error)) this.keys.delete(act);
      throw error;
    }
  }
}

/** Whether it may have been done all the same: nothing came, or an answer that leaves it open. */
export function isUnknown(error: unknown): boolean {
  if (!(error instanceof Refused)) return true;
  const { code, status } = error.problem;
  return status >= 500 || status === 429 || status === 401 || code === "IdempotencyConflict";
}

/** A key that is not made twice. chance: from 0 to 1, anew each time it is asked. */
export function keyOf(now: number, chance: () => number): string {
  const part = (): string => Math.floor(chance() * 2 ** 40).toString(36).padStart(8, "0");
  return `${now.toString(36)}-${part()}${part()}${part()}`;
}
