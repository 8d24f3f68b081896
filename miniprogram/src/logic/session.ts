/** Who is here: signed in when something is asked, kept signed in, and signed in once more when the session is over. */

import { type Fetch, Refused } from "../../../web/client/src/index.js";
import { Caller } from "../../../web/client/src/runtime.js";
import { Doors } from "./doors";

/** A token, with when it was got by this phone's clock, and when it ends by the server's. */
export interface Kept {
  readonly token: string;
  readonly got: number;
  readonly ends: string;
}

/** All of WeChat that a session needs. */
export interface Ports {
  readonly baseUrl: string;
  readonly corp: string;
  readonly fetch: Fetch;
  /** A new code of `wx.login`. */
  readonly code: () => Promise<string>;
  readonly now: () => number;
  readonly newKey: () => string;
  readonly read: () => Kept | null;
  readonly write: (kept: Kept | null) => void;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

// A token lasts two hours. Its age is told by the phone's clock alone: one that runs wrong may renew early or meet a
// 401, which is repaired, but it never keeps somebody out.
const RENEWED_AFTER = 60 * 60 * 1000;

export class Session {
  private kept: Kept | null;
  private signingIn: Promise<Kept> | null = null;
  private renewing: Promise<Kept> | null = null;
  private readonly doors: Doors;

  constructor(private readonly ports: Ports) {
    const kept = ports.read();
    this.kept = kept !== null && Date.parse(kept.ends) > ports.now() ? kept : null;
    const { baseUrl, fetch, newKey, wait } = ports;
    const token = (): string | undefined => this.kept?.token;
    this.doors = new Doors(new Caller({ baseUrl, fetch, newKey, token, ...(wait ? { wait } : {}) }));
  }

  /** What a door answers. Raises Refused (NotAMember: no friend of the staff yet), or what kept the answer away. */
  async ask<T>(call: (doors: Doors) => PromiseLike<T>): Promise<T> {
    const used = await this.current();
    try {
      return await call(this.doors);
    } catch (error) {
      if (!isOver(error)) throw error;
      await this.after(used);
      return call(this.doors);
    }
  }

  /** What a door answers that speaks no JSON, such as a picture. */
  async text(path: string): Promise<string> {
    const used = await this.current();
    const answer = await this.fetched(path, used);
    const again = answer.status === 401 ? await this.fetched(path, await this.after(used)) : answer;
    if (!again.ok) throw new Error(`status ${again.status}`);
    return again.text();
  }

  /** Signs in from the start, for whoever has become a friend by now. */
  async enter(): Promise<void> {
    await this.signIn();
  }

  private fetched(path: string, kept: Kept): ReturnType<Fetch> {
    const headers = { Authorization: `Bearer ${kept.token}` };
    return this.ports.fetch(this.ports.baseUrl + path, { method: "GET", headers });
  }

  private async current(): Promise<Kept> {
    if (this.signingIn) return this.signingIn;
    if (this.kept === null) return this.signIn();
    return this.ports.now() - this.kept.got > RENEWED_AFTER ? this.renew(this.kept) : this.kept;
  }

  /** After a session was over: the one that another call has got meanwhile, else a new one that all wait for. */
  private after(used: Kept | null): Promise<Kept> {
    if (this.kept !== null && this.kept.token !== used?.token) return Promise.resolve(this.kept);
    return this.signIn();
  }

  private signIn(): Promise<Kept> {
    this.signingIn ??= this.signedIn().finally(() => {
      this.signingIn = null;
    });
    return this.signingIn;
  }

  private async signedIn(): Promise<Kept> {
    this.keep(null);
    const js_code = await this.ports.code();
    const made = await this.doors.members.signInMember({ body: { corp: this.ports.corp, js_code } });
    return this.keep({ token: made.token, got: this.ports.now(), ends: made.expires_at });
  }

  private renew(kept: Kept): Promise<Kept> {
    this.renewing ??= this.renewed(kept).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  // One that cannot be renewed (twelve hours are over) is signed in anew; when no answer comes the old one still lasts.
  private async renewed(kept: Kept): Promise<Kept> {
    try {
      const made = await this.doors.members.renewSession();
      return this.keep({ token: made.token, got: this.ports.now(), ends: made.expires_at });
    } catch (error) {
      return isOver(error) ? this.signIn() : kept;
    }
  }

  private keep<K extends Kept | null>(kept: K): K {
    this.kept = kept;
    this.ports.write(kept);
    return kept;
  }
}

function isOver(error: unknown): boolean {
  return error instanceof Refused && error.problem.status === 401;
}
