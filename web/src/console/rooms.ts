/** Every room of the console, in the order of the menu: a room more is a folder and a line here. */

import type { RouteRecordRaw } from "vue-router";

import { asides } from "./asides/room";
import { audit } from "./audit/room";
import { brand } from "./brand/room";
import { catalogue } from "./catalogue/room";
import { content } from "./content/room";
import { coupons } from "./coupons/room";
import { departures } from "./departures/room";
import { groupbuys } from "./groupbuys/room";
import { guide } from "./guide/room";
import { jobs } from "./jobs/room";
import { livecodes } from "./livecodes/room";
import { losses } from "./losses/room";
import { members } from "./members/room";
import { numbers } from "./numbers/room";
import { orders } from "./orders/room";
import { posts } from "./posts/room";
import { quality } from "./quality/room";
import { review } from "./review/room";
import { roles } from "./roles/room";
import type { Room, Screen } from "./room";
import { rules } from "./rules/room";
import { scripts } from "./scripts/room";
import { setup } from "./setup/room";
import { staff } from "./staff/room";
import { stores } from "./stores/room";
import { tags } from "./tags/room";
import { today } from "./today/room";

const ROOMS: readonly Room[] = [
  today,
  livecodes,
  members,
  tags,
  losses,
  departures,
  coupons,
  groupbuys,
  catalogue,
  content,
  scripts,
  review,
  posts,
  orders,
  numbers,
  quality,
  staff,
  roles,
  stores,
  brand,
  rules,
  audit,
  jobs,
  asides,
  setup,
  guide,
];

export const SCREENS: readonly Screen[] = ROOMS.flatMap((room) => room.screens);
export const KEPT: readonly string[] = ROOMS.flatMap((room) => room.kept ?? []);
export const ROUTES: readonly RouteRecordRaw[] = [
  { path: "/", redirect: "/today" },
  ...ROOMS.flatMap((room) => room.routes.map((one) => ({ ...one, meta: { guide: room.guide, ...one.meta } }))),
  { path: "/:rest(.*)*", component: () => import("./NotFound.vue") },
];
