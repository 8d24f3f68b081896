import { beforeEach, expect, test, vi } from "vitest";

import { Refused } from "@client";

import { siyu, troubleOf, type Trouble } from "../src/api";
import { speak } from "../src/words";

const answered = vi.fn<typeof fetch>();
const assign = vi.fn();

beforeEach(() => {
  answered.mockReset();
  assign.mockReset();
  vi.stubGlobal("fetch", answered);
  vi.stubGlobal("location", { pathname: "/console/live-codes", search: "?state=open", assign });
  vi.stubGlobal("document", { documentElement: { lang: "" } });
  speak("zh");
});

const problem = {
  type: "", title: "", status: 400, code: "InvalidBody", message_zh: "请修改", message_en: "Correct it", request_id: "r-1",
  details: { errors: [{ path: "name", rule: "long", limit: 30, zh: "最多 30 个字", en: "At most 30" }] },
};
const says = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

test("every request says that a page of ours asks, and carries no token", async () => {
  answered.mockResolvedValue(says(200, { items: [], cursor: "" }));
  await siyu.liveCodes.listLiveCodes();
  const headers = answered.mock.calls[0]?.[1]?.headers as Record<string, string>;
  expect(headers["X-Siyu-Console"]).toBe("1");
  expect(headers["Authorization"]).toBeUndefined();
  expect(answered.mock.calls[0]?.[1]?.credentials).toBe("same-origin");
});

test("a session that is over leads to the sign-in, and back to this very page", async () => {
  answered.mockResolvedValue(says(401, { ...problem, status: 401, code: "SessionExpired", details: {} }));
  await expect(Promise.resolve(siyu.access.readMe())).rejects.toBeInstanceOf(Refused);
  expect(assign).toHaveBeenCalledWith("/admin/v1/sign-in?next=%2Fconsole%2Flive-codes%3Fstate%3Dopen");
});

test("a refusal is told in the reader's language, with a sentence at each field", async () => {
  answered.mockImplementation(() => Promise.resolve(says(400, problem)));
  const met = await Promise.resolve(siyu.access.readMe()).catch(troubleOf);
  expect(met).toEqual({ code: "InvalidBody", text: "请修改", requestId: "r-1", faults: { name: "最多 30 个字" }, reasons: ["最多 30 个字"], isSignedOut: false, mayPass: false });
  speak("en");
  expect(await Promise.resolve(siyu.access.readMe()).catch(troubleOf)).toMatchObject({ text: "Correct it", faults: { name: "At most 30" } });
});

test("to try again is offered for what can pass, and for nothing else", async () => {
  const met = async (status: number, code: string) => {
    answered.mockImplementation(() => Promise.resolve(says(status, { ...problem, status, code, details: {} })));
    return (await Promise.resolve(siyu.access.signOut({}, { key: "k" })).catch(troubleOf) as Trouble).mayPass;
  };
  vi.stubGlobal("setTimeout", (then: () => void) => queueMicrotask(then));
  for (const [status, code] of [[403, "RoleNotAllowed"], [404, "UnknownPost"], [409, "PostNotEditable"], [422, "Refused"]] as const) {
    expect(await met(status, code), code).toBe(false);
  }
  for (const [status, code] of [[429, "CorpBusy"], [500, "InternalError"], [503, "UpstreamFailed"], [409, "IdempotencyConflict"]] as const) {
    expect(await met(status, code), code).toBe(true);
  }
});

test("no answer is told as such, and never as done", async () => {
  vi.stubGlobal("setTimeout", (then: () => void) => queueMicrotask(then));
  answered.mockRejectedValue(new TypeError("cut"));
  const met = await Promise.resolve(siyu.access.signOut({}, { key: "k" })).catch(troubleOf);
  expect(met).toMatchObject({ code: "", text: "没有连上，请检查网络后重试。", mayPass: true });
});
