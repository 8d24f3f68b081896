import { expect, test, vi } from "vitest";

vi.mock("../src/api", () => ({ troubleOf: (error: unknown) => ({ code: "", text: String(error), requestId: "", faults: {} }) }));

const { asking, listing } = await import("@ui/asking");

test("an answer that comes after a later question was asked is not shown", async () => {
  const open: Array<(value: string) => void> = [];
  const seen = asking(() => new Promise<string>((resolve) => open.push(resolve)));
  const [first, second] = [seen.ask(), seen.ask()];
  open[1]?.("new");
  await second;
  open[0]?.("old");
  await first;
  expect([seen.value.value, seen.isBusy.value]).toEqual(["new", false]);
});

test("a page that is empty and not the last is gone over", async () => {
  const pages: Record<string, { items: string[]; cursor: string }> = {
    "": { items: [], cursor: "1" },
    "1": { items: [], cursor: "2" },
    "2": { items: ["a"], cursor: "3" },
    "3": { items: ["b"], cursor: "" },
  };
  const list = listing((from) => Promise.resolve(pages[from.cursor ?? ""] ?? { items: [], cursor: "" }));
  await list.restart();
  expect([list.items.value, list.hasMore.value]).toEqual([["a"], true]);
  await list.more();
  expect([list.items.value, list.hasMore.value]).toEqual([["a", "b"], false]);
});

test("what is shown is renewed to its last line, so nobody loses their place", async () => {
  let state = "scheduled";
  const list = listing(({ cursor = "0" }) => Promise.resolve({ items: [`${cursor} ${state}`], cursor: cursor === "2" ? "" : String(Number(cursor) + 1) }));
  await list.restart();
  await list.more();
  state = "cancelled";
  await list.renew();
  expect([list.items.value, list.hasMore.value]).toEqual([["0 cancelled", "1 cancelled"], true]);
});

test("what was read stays when the next page does not come", async () => {
  let isDown = false;
  const list = listing(() => (isDown ? Promise.reject(new Error("down")) : Promise.resolve({ items: ["a"], cursor: "1" })));
  await list.restart();
  isDown = true;
  await list.more();
  expect([list.items.value, list.trouble.value?.text]).toEqual([["a"], "Error: down"]);
});
