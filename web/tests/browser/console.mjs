/**
 * The console in a real browser against a running stack: what somebody does on each screen, at a desk and on a phone,
 * and that no screen breaks a policy, an accessibility rule or its own width.
 *
 *   node console.mjs '{"url": …, "sandbox": …, "corp": …, "corpId": …, "chromium": …, "pictures": …}' [room…]
 *
 * Prints a line for each room and for each thing that was seen to hold; ends with 1 at the first that does not.
 */
import { House } from "./house.mjs";

/** What waits for something (`posts-sent`, a tick) comes as late as it can. */
const ROOMS = [
  "today",
  "livecodes",
  "posts",
  "members",
  "coupons",
  "content",
  "review",
  "staff",
  "stores",
  "departures",
  "orders",
  "groupbuys",
  "catalogue",
  "setup",
  "numbers",
  "posts-sent",
  "doors",
  "menus",
  "phone",
  "keyboard",
  "keyboard-people",
];
/** Played whatever half is asked for: `doors` opens every screen, at a desk and on a phone. */
const ALWAYS = ["today", "doors"];
const HALVES = [
  ["livecodes", "members", "departures", "orders", "catalogue", "setup", "numbers", "menus", "keyboard-people"],
  ["posts", "coupons", "groupbuys", "content", "review", "staff", "stores", "posts-sent", "phone", "keyboard"],
];

for (const room of ROOMS) {
  if (![ALWAYS, ...HALVES].some((some) => some.includes(room))) throw new Error(`${room} is in no half`);
}

const house = new House(JSON.parse(process.argv[2]));
const half = [...ALWAYS, ...(HALVES[house.asked.half] ?? ROOMS)];
const named = process.argv.slice(3);
await house.open();
try {
  for (const room of named.length ? named : ROOMS.filter((one) => half.includes(one))) {
    console.log(`== ${room}`);
    const { play } = await import(`./${room}.mjs`);
    await play(house);
  }
} catch (error) {
  await house.showAll();
  throw error;
} finally {
  await house.close();
}
