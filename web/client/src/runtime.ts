/**
 * How the client speaks: one request, typed refusals, keys that make a retry safe, cursors. No dependency, and of what
 * browsers bring only what it can be given: mini-programs have neither fetch, Headers, URLSearchParams nor crypto.
 */

import type { ErrorCode, ErrorsFault, FaultyCode, ProblemDetails } from "./schemas.js";

/** 拒绝：code 是声明过的错误码之一 · A refusal, whose code is one of those that the operation declares. */
export type Problem<Code extends string = ErrorCode> = Code extends FaultyCode
  ? Omit<ProblemDetails, "code" | "details"> & { code: Code; details: { errors: readonly ErrorsFault[] } }
  : Omit<ProblemDetails, "code"> & { code: Code };

/** What the gateway may answer to any request, before an operation is reached. */
export type GatewayCode = "TooBusy" | "NotFound" | "Unauthenticated" | "BodyTooLarge" | "Unavailable" | "InternalError";

export type Result<T, Code extends string> =
  | { readonly ok: true; readonly value: T; readonly replayed: boolean }
  | { readonly ok: false; readonly problem: Problem<Code | GatewayCode> };

/** Thrown by a call that is awaited and was refused. */
export class Refused<Code extends string = ErrorCode> extends Error {
  constructor(readonly problem: Problem<Code | GatewayCode>) {
    const { code, message_en }: { code: string; message_en: string } = problem;
    super(`${code}: ${message_en}`);
    this.name = "Refused";
  }
}

/** Thrown when an answer is none of ours: a proxy's page, a cut connection. It may have been done all the same. */
export class Unreadable extends Error {
  constructor(readonly status: number, readonly text: string) {
    super(`status ${status} with a body that is no JSON of ours`);
    this.name = "Unreadable";
  }
}

export interface Options {
  readonly signal?: AbortSignal;
}

export interface Once extends Options {
  /** 幂等键：同一键 24 小时内只执行一次；留空则自动生成 · Under one key a thing is done once in 24 hours; made when left out. */
  readonly key?: string;
}

/** What is asked of `fetch`. */
export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** What is read of its answer. */
export interface Answered {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** So much of the standard `fetch` is used, which is one of these. */
export type Fetch = (url: string, asked: Asked) => Promise<Answered>;

export interface Settings {
  /** Such as https://crm.example.com, without a slash at the end. */
  readonly baseUrl: string;
  /** The session's token, or who knows it. Left out: operations that need none. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** How often a request is made again whose answer says "later" or did not come; 2 when left out. */
  readonly retries?: number;
  readonly fetch?: Fetch;
  /** Makes the key of a call that was given none: no two alike. Left out: `crypto.randomUUID`. */
  readonly newKey?: () => string;
  /** How to wait, for tests. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly keyed?: boolean;
}

type Value = string | number | boolean | null | undefined;
type Arguments = Readonly<Record<string, unknown>>;

/** A request under way. Await it for its value (or Refused), or ask for `result()`, which throws for no refusal. */
export class Call<T, Code extends string> implements PromiseLike<T> {
  constructor(private readonly outcome: Promise<Result<T, Code>>) {
    outcome.catch(() => undefined); // whoever asks hears it; nobody who does not is disturbed
  }

  result(): Promise<Result<T, Code>> {
    return this.outcome;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- that an answer is awaited is what it is for
  then<Kept = T, Lost = never>(
    kept?: ((value: T) => Kept | PromiseLike<Kept>) | null,
    lost?: ((reason: unknown) => Lost | PromiseLike<Lost>) | null,
  ): Promise<Kept | Lost> {
    return this.outcome.then(valueOf).then(kept, lost);
  }
}

function valueOf<T, Code extends string>(result: Result<T, Code>): T {
  if (!result.ok) throw new Refused<Code>(result.problem);
  return result.value;
}

/** Makes the requests of one session. */
export class Caller {
  constructor(private readonly settings: Settings) {}

  call<T, Code extends string>(operation: Operation, args: object, options: Once): Call<T, Code> {
    return new Call<T, Code>(this.outcome<T, Code>(operation, args as Arguments, options));
  }

  private async outcome<T, Code extends string>(
    operation: Operation,
    args: Arguments,
    options: Once,
  ): Promise<Result<T, Code>> {
    const [url, init] = await this.request(operation, args, options);
    const isSafe = operation.method === "GET" || operation.keyed === true;
    for (let left = isSafe ? (this.settings.retries ?? 2) : 0; ; left -= 1) {
      const answer = await this.ask(url, init, left);
      if (answer === undefined) continue;
      const result = await read<T, Code>(answer);
      if (result.ok || left <= 0 || !isPassing(answer.status, result.problem.code)) return result;
      await this.wait(1000 * Number(answer.headers.get("Retry-After") ?? 1));
    }
  }

  /** undefined: no answer came, and it may be asked again. */
  private async ask(url: string, init: Asked, left: number): Promise<Answered | undefined> {
    try {
      return await (this.settings.fetch ?? fetch)(url, init);
    } catch (error) {
      if (left <= 0 || init.signal?.aborted === true) throw error;
      await this.wait(1000);
      return undefined;
    }
  }

  private async request(operation: Operation, args: Arguments, options: Once): Promise<[string, Asked]> {
    const { body, ...rest } = args;
    const query: string[] = [];
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(rest[name])));
    for (const [name, value] of Object.entries(rest)) {
      if (!operation.path.includes(`{${name}}`) && isValue(value) && value != null) query.push(`${escaped(name)}=${escaped(String(value))}`);
    }
    const headers: Record<string, string> = { Accept: "application/json", "Content-Type": "application/json" };
    const token = typeof this.settings.token === "function" ? await this.settings.token() : this.settings.token;
    if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
    if (operation.keyed === true) headers["Idempotency-Key"] = options.key ?? (this.settings.newKey ?? randomKey)();
    const asked = query.length > 0 ? `?${query.join("&")}` : "";
    const init: Asked = {
      method: operation.method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    return [this.settings.baseUrl + path + asked, init];
  }

  private wait(milliseconds: number): Promise<void> {
    return (this.settings.wait ?? sleep)(milliseconds);
  }
}

function randomKey(): string {
  return crypto.randomUUID();
}

/** Half a sign has no bytes: it is sent as the sign for "none such", as browsers do. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD"));
}

function isValue(value: unknown): value is Value {
  return value == null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isPassing(status: number, code: string): boolean {
  return status === 429 || status === 503 || code === "IdempotencyConflict";
}

async function read<T, Code extends string>(answer: Answered): Promise<Result<T, Code>> {
  const text = await answer.text();
  const parsed = parse(text);
  if (parsed === undefined) throw new Unreadable(answer.status, text);
  if (answer.ok) return { ok: true, value: parsed as T, replayed: answer.headers.get("Idempotency-Replayed") === "true" };
  if (!isProblem(parsed)) throw new Unreadable(answer.status, text);
  return { ok: false, problem: parsed as Problem<Code | GatewayCode> };
}

// By what it is: what API Gateway refuses by itself is JSON that says of itself to be a page, for people see it too.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is ProblemDetails {
  return typeof value === "object" && value !== null && "code" in value && "message_en" in value;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor: string;
}

/** Every item of a list, page after page, until a page says no cursor. */
export async function* pages<Item>(
  page: (from: { cursor?: string }) => PromiseLike<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined;
  do {
    const shown: Page<Item> = await page(cursor === undefined ? {} : { cursor });
    yield* shown.items;
    cursor = shown.cursor;
  } while (cursor !== "");
}
