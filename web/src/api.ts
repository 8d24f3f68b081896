/** Our API as these screens ask it: the session is a cookie that no script reads. The one place that calls fetch. */

import { Refused, Siyu, Unreadable, type ProblemDetails } from "@client";

import { spoken, words } from "@words";

/** Says that a page of ours asks, which a page from elsewhere cannot say. */
const OURS = { "X-Siyu-Console": "1" };

/** Each form that is open: true while something in it is not saved. */
export const unsaved = new Set<() => boolean>();

const asked: typeof fetch = async (url, init) => {
  const headers = { ...(init?.headers as Record<string, string>), ...OURS };
  const answer = await fetch(url, { ...init, headers, credentials: "same-origin" });
  // With something typed nobody is sent away: the form says how to sign in beside it.
  if (answer.status === 401 && ![...unsaved].some((isTyped) => isTyped())) signIn();
  return answer;
};

export const siyu = new Siyu({ baseUrl: "", fetch: asked });

let corp = "";

/** Whose console this is, once that is known: who signs in again need not say it. */
export function isOf(key: string): void {
  corp = key;
}

/** To the door where one signs in, and back to this page. */
export function signIn(): void {
  location.assign(signInAt(location.pathname + location.search));
}

/** Where one signs in, and what is opened after that. */
export function signInAt(next: string): string {
  return `/admin/v1/sign-in?${new URLSearchParams({ ...(corp === "" ? {} : { corp }), next })}`;
}

/** What went wrong, as a person reads it. code: '' when nothing of ours answered. */
export interface Trouble {
  readonly code: string;
  readonly text: string;
  readonly requestId: string;
  readonly faults: Readonly<Record<string, string>>;
  /** All of these sentences: a field may have several. */
  readonly reasons: readonly string[];
  /** True when the session is over. */
  readonly isSignedOut: boolean;
  /** True when the same may work a moment later: nothing answered, or something was too busy or broken. */
  readonly mayPass: boolean;
}

/** What a call that failed says to whoever looks. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refused) return ofProblem(error.problem);
  const text = error instanceof Unreadable ? words.value.ask.unreadable : words.value.ask.offline;
  return { code: "", text, requestId: "", faults: {}, reasons: [], isSignedOut: false, mayPass: true };
}

/** Refused for a moment only: another request under the same key is at it, or what is asked for is being made. */
const PASSING: ReadonlySet<string> = new Set(["IdempotencyConflict", "PackNotReady"]);

function ofProblem(problem: ProblemDetails): Trouble {
  const isEnglish = spoken() === "en";
  const isSignedOut = problem.code === "Unauthenticated" || problem.code === "SessionExpired";
  const text = isSignedOut ? words.value.ask.signedOut : isEnglish ? problem.message_en : problem.message_zh;
  const told = problem.details["errors"];
  const wrong = (Array.isArray(told) ? (told as unknown[]) : []).filter(isFault);
  const faults: Record<string, string> = {};
  for (const fault of wrong) faults[fault.path] ??= isEnglish ? fault.en : fault.zh;
  return { code: problem.code, text, requestId: problem.request_id, faults, reasons: wrong.map((one) => (isEnglish ? one.en : one.zh)), isSignedOut, mayPass: mayPass(problem) };
}

/** A refusal of what somebody may not, of what is not there and of what stands otherwise is the same when asked again. */
function mayPass({ status, code }: ProblemDetails): boolean {
  return status === 429 || status >= 500 || PASSING.has(code);
}

function isFault(value: unknown): value is { path: string; zh: string; en: string } {
  return typeof value === "object" && value !== null && "path" in value && "zh" in value && "en" in value;
}

/** An Idempotency-Key for one intent: made when a form opens or a button is first pressed, kept when it is tried again. */
export function intent(): string {
  return crypto.randomUUID();
}
