/**
 * The operator's week, by clicks alone: what each makes is used by the next, and whoever needs an address, a code or a
 * number reads it from a screen. WeCom's people do their part in its sandbox's pages; customers buy as their mini-program
 * asks, which has no browser. The same week as local/stories/week, whose doors it does not knock at.
 */
import { changesHerOwn, givesCoupon, schedules, welcomes, writes } from "./week-campaign.mjs";
import { addsUp, findsAndTags, givesBesideTheChat, livesNextDoor, looksBack, loses, redeemsAndTakesBack } from "./week-floor.mjs";
import { goesOut, handsOver, leaves, sendsAgain, takesBack } from "./week-leaving.mjs";
import { mendsPrice, mendsTypos, refunds, scansAgain, sells } from "./week-mending.mjs";
import { bounds, cast, hires, makesRoles, opensStores, printsCodes } from "./week-opening.mjs";

const DAYS = {
  "周一": [hires, makesRoles, opensStores, bounds, printsCodes],
  "周二": [givesCoupon, changesHerOwn, welcomes, writes, schedules],
  "周三": [mendsTypos, sells, mendsPrice, refunds, scansAgain],
  "周四": [leaves, handsOver],
  "周五": [goesOut, takesBack, sendsAgain],
  "周六": [findsAndTags, looksBack, givesBesideTheChat, redeemsAndTakesBack, loses, addsUp],
  "周日": [livesNextDoor],
};

export async function play(house) {
  const week = cast(house);
  for (const [day, steps] of Object.entries(DAYS)) {
    console.log(`-- ${day}`);
    for (const step of steps) {
      const began = Date.now();
      await step(week);
      if (house.asked.times) console.error(`${step.name}: ${Date.now() - began} ms`);
    }
  }
  // Who has no role, whose session is over, and what is not there for another brand, were meant.
  house.isQuiet(401, 403, 404, 409, 422);
}
