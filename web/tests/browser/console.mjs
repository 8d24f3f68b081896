/**
 * The console in a real browser against a running stack: what somebody does on each screen, at a desk and on a phone,
 * and that no screen breaks a policy, an accessibility rule or its own width.
 *
 *   node console.mjs '{"url": …, "sandbox": …, "corp": …, "corpId": …, "chromium": …, "pictures": …}' [room…]
 *
 * Prints a line for each room and for each thing that was seen to hold; ends with 1 at the first that does not.
 */
import { House } from "./house.mjs";

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
  "posts-sent",
  "setup",
  "doors",
  "menus",
  "phone",
];

const house = new House(JSON.parse(process.argv[2]));
const named = process.argv.slice(3);
await house.open();
try {
  for (const room of named.length ? named : ROOMS) {
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
