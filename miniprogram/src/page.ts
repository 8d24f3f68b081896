/** What every page does alike: read and show, act once, say what went wrong, lead strangers to the way in. */

import { payment } from "./logic/paying";
import { isStranger, said, saidOfAct } from "./logic/say";
import { pay, pulled, restart, session, taps, titled, wait } from "./weixin";

export interface Standing {
  /** What the page itself says; `title` stands above it. */
  readonly w: { readonly title: string };
  /** loading: nothing to show yet; error: nothing could be read; ready: what stands there was read. */
  state: "loading" | "error" | "ready";
  problem: string;
  busy: string;
  notice: string;
}

export const begun: Omit<Standing, "w"> = { state: "loading", problem: "", busy: "", notice: "" };

interface Showing<Data extends Standing> {
  readonly data: Data;
  setData(changes: Partial<Data>): void;
}

// What stands in every page's data stands in this one's.
const begin = <Data extends Standing>(page: Showing<Data>, changes: Partial<Standing>): void => page.setData(changes as Partial<Data>);

// How often each page has read: what comes after a later reading began is older, and is not shown.
const turns = new WeakMap<object, number>();

/** Reads and shows. What was read before stays where it is, also when no answer comes. */
export async function show<Data extends Standing>(page: Showing<Data>, back: string, read: () => Promise<Partial<Data>>): Promise<void> {
  const turn = (turns.get(page) ?? 0) + 1;
  turns.set(page, turn);
  titled(page.data.w.title);
  const isLate = (): boolean => turns.get(page) !== turn;
  if (page.data.state !== "ready") begin(page, { state: "loading", problem: "" });
  try {
    const changes = await read();
    if (isLate()) return;
    page.setData(changes);
    begin(page, { state: "ready", problem: "" });
  } catch (error) {
    if (isLate()) return;
    if (isStranger(error)) toWelcome(back);
    else begin(page, { state: page.data.state === "ready" ? "ready" : "error", problem: said(error) });
  } finally {
    pulled();
  }
}

interface Listed {
  readonly hasMore: boolean;
  first(): Promise<void>;
  next(): Promise<void>;
}

/** What a page does that is a list: it is read anew when it is shown or pulled, and on at its end. */
export function listed<Data extends Standing>(list: Listed, back: string, shown: (data: Data) => Partial<Data>) {
  const read = (page: Showing<Data>, step: () => Promise<void>): Promise<void> =>
    show(page, back, async () => {
      await step();
      return shown(page.data);
    });
  function again(this: Showing<Data>): void {
    void read(this, () => list.first());
  }
  function more(this: Showing<Data>): void {
    if (list.hasMore) void read(this, () => list.next());
  }
  return { onShow: again, onPullDownRefresh: again, again, onReachBottom: more, more };
}

/** Does something once for a tap; one at a time on a page. Undefined: it was not done, and the page says why. */
export async function act<Data extends Standing, T>(
  page: Showing<Data>,
  name: string,
  back: string,
  run: (key: string) => Promise<T>,
): Promise<T | undefined> {
  if (page.data.busy !== "") return undefined;
  begin(page, { busy: name, notice: "" });
  try {
    return await taps.once(name, run);
  } catch (error) {
    if (isStranger(error)) toWelcome(back);
    else begin(page, { notice: saidOfAct(error) });
    return undefined;
  } finally {
    begin(page, { busy: "" });
  }
}

/** To the way in, from which `back` is where one goes on. */
function toWelcome(back: string): void {
  restart(`/pages/welcome/welcome?back=${encodeURIComponent(back)}`);
}

/** Pays an order, and says what came of it where the order does not. */
export async function payOrder<Data extends Standing>(page: Showing<Data>, order_id: string, back: string): Promise<void> {
  const notice = await act(page, `pay ${order_id}`, back, (key) =>
    payment({
      params: () => session.ask((doors) => doors.orders.payOrder({ order_id }, { key })),
      pay,
      order: () => session.ask((doors) => doors.orders.readMyOrder({ order_id })),
      wait: () => wait(2000),
    }),
  );
  if (notice !== undefined) begin(page, { notice });
}
