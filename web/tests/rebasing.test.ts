import { describe, expect, it } from "vitest";

import { onto } from "@ui/rebasing";

describe("a form after somebody else's change", () => {
  const before = { name: "周末", at: "10:00", staff: [{ userid: "lily" }] };

  it("keeps what was typed and takes all else as it is now", () => {
    const typed = { ...before, at: "11:00" };
    const now = { name: "周末好茶", at: "12:00", staff: [{ userid: "ming" }] };
    expect(onto(typed, before, now)).toEqual({ name: "周末好茶", at: "11:00", staff: [{ userid: "ming" }] });
  });

  it("keeps a list that was touched whole", () => {
    const typed = { ...before, staff: [] };
    expect(onto(typed, before, { ...before, staff: [{ userid: "ming" }] }).staff).toEqual([]);
  });
});
