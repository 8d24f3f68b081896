import { expect, test, vi } from "vitest";

import { forming } from "../src/ui/forming";

vi.mock("vue-router", () => ({ onBeforeRouteLeave: vi.fn(), onBeforeRouteUpdate: vi.fn() }));
vi.mock("vue", async (real) => ({ ...(await real<typeof import("vue")>()), onMounted: vi.fn(), onBeforeUnmount: vi.fn() }));

/** A form that is opened, sent once and closed: under which key. */
async function sentBy(adds: string | undefined, answer: () => Promise<string>): Promise<string> {
  let sent = "";
  const it = forming({ more: 5 }, {
    ...(adds ? { adds } : {}),
    send(key) {
      sent = key;
      return answer();
    },
    saved() {},
  });
  await it.save();
  return sent;
}

const lost = (): Promise<string> => Promise.reject(new TypeError("the line broke"));
const done = (): Promise<string> => Promise.resolve("done");

test("what adds and was not answered is the same intent when its form is opened anew, until an answer is seen", async () => {
  const first = await sentBy("sku 1", lost);
  expect(await sentBy("sku 2", lost)).not.toBe(first);
  expect(await sentBy("sku 1", lost)).toBe(first);
  expect(await sentBy("sku 1", done)).toBe(first);
  expect(await sentBy("sku 1", done)).not.toBe(first);
});

test("what sets is another intent each time: its revision tells", async () => {
  expect(await sentBy(undefined, lost)).not.toBe(await sentBy(undefined, lost));
});
