/**
 * The console in a real browser against a running stack: what somebody does on each screen, at a desk and on a phone,
 * and that no screen breaks a policy, an accessibility rule or its own width.
 *
 *   node console.mjs '{"url": …, "sandbox": …, "corp": …, "corpId": …, "chromium": …, "pictures": …}' [room…]
 *
 * Prints a line for each room and for each thing that was seen to hold; ends with 1 at the first that does not.
 */
import { House } from "./house.mjs";

/** Each room with the seconds that it takes, in the order in which they are played: what waits for something
 *  (`posts-sent`, a tick) comes as late as it can. 0 is played every day: `doors` opens every screen, at a desk and on a phone. */
const ROOMS = {
  today: 0,
  livecodes: 40,
  posts: 33,
  members: 26,
  tags: 35,
  coupons: 23,
  content: 19,
  scripts: 20,
  review: 24,
  staff: 14,
  roles: 22,
  stores: 16,
  brand: 25,
  rules: 20,
  losses: 30,
  departures: 20,
  orders: 25,
  groupbuys: 30,
  guests: 50,
  catalogue: 22,
  setup: 12,
  numbers: 22,
  quality: 22,
  audit: 17,
  jobs: 18,
  asides: 20,
  guide: 12,
  "posts-sent": 15,
  doors: 0,
  menus: 45,
  phone: 15,
  till: 25,
  side: 25,
  slow: 25,
  keyboard: 50,
  "keyboard-people": 50,
  "keyboard-rules": 60,
  // They move the clock, by days: whoever comes before has the day of the first story.
  stories: 120,
  week: 150,
};
/** On the day of another, whose work it goes on with. */
const WITH = { "posts-sent": "posts" };
/** So many days until each room had its turn in CI. */
const DAYS = 6;

/** The rooms of each day: the longest first, each to the day that has least to do, so that the days are about equal. */
function days() {
  const all = Array.from({ length: DAYS }, () => ({ seconds: 0, rooms: [] }));
  const lengths = Object.entries(ROOMS).filter(([room, seconds]) => seconds && !WITH[room]);
  for (const [room, seconds] of lengths.sort(([, one], [, other]) => other - one)) {
    const rooms = [room, ...Object.keys(WITH).filter((one) => WITH[one] === room)];
    const day = all.reduce((least, one) => (one.seconds < least.seconds ? one : least));
    day.seconds += rooms.slice(1).reduce((sum, one) => sum + ROOMS[one], seconds);
    day.rooms.push(...rooms);
  }
  return all;
}

const house = new House(JSON.parse(process.argv[2]));
const today = house.asked.day ? days()[house.asked.day % DAYS].rooms : Object.keys(ROOMS);
const named = process.argv.slice(3);
await house.open();
try {
  for (const room of named.length ? named : Object.keys(ROOMS).filter((one) => !ROOMS[one] || today.includes(one))) {
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
