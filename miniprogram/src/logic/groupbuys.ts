/** Group-buys in words: what is on, a team and its seats. */

import type {
  GroupbuysActivityForMembers,
  GroupbuysActivityOnOffer,
  GroupbuysTeam,
  GroupbuysTeamWithSeats,
  OrdersOrderSummary,
} from "../../../web/client/src/index.js";
import { both, isEnglish } from "./language";
import { left, moment, until, yuan } from "./say";

export interface OnOffer {
  readonly id: string;
  readonly name: string;
  readonly picture: string;
  readonly price: string;
  readonly alone: string;
  readonly people: string;
  readonly until: string;
  readonly note: string;
  readonly myTeam: string;
  readonly label: string;
}

export function onOffer(one: GroupbuysActivityOnOffer, now: number): OnOffer {
  const shown = activity(one, now);
  const note = noteOf(one);
  const said = [shown.name, shown.price, shown.people, shown.until, note].filter((part) => part !== "");
  const { id, name, picture, price, alone, people } = shown;
  return { id, name, picture, price, alone, people, until: shown.until, note, myTeam: one.my_team ?? "", label: said.join(both("，", ", ")) };
}

function noteOf(one: GroupbuysActivityOnOffer): string {
  if (one.my_team !== null) return both("您有一个团，点开看看", "you are in a team: have a look");
  if (one.is_sold_out) return both("名额暂时没有了", "no place is free at the moment");
  return one.new_only ? newOnly() : "";
}

const newOnly = (): string => both("仅限新客", "for new customers only");

export interface Activity {
  readonly id: string;
  readonly name: string;
  readonly sku: string;
  readonly picture: string;
  readonly price: string;
  readonly alone: string;
  readonly people: string;
  readonly until: string;
  readonly rules: readonly string[];
  readonly canOpen: boolean;
  readonly whyNot: string;
}

export function activity(one: GroupbuysActivityForMembers, now: number): Activity {
  return {
    id: one.activity_id,
    name: one.product_name,
    sku: one.sku_name,
    picture: one.picture_url,
    price: yuan(one.team_price),
    alone: both(`单独买 ${yuan(one.private_price)}`, `alone ${yuan(one.private_price)}`),
    people: both(`${one.team_size} 人成团`, `a team of ${one.team_size}`),
    until: until(one.closes_at, now),
    rules: [
      both(
        `${span(one.team_life)}内满 ${one.team_size} 人并付款即成团；没成团，已付的自动全额退回`,
        `${one.team_size} people who paid within ${span(one.team_life)} are a team; otherwise all of the money comes back by itself`,
      ),
      both(`下单后 ${span(one.hold)}内付款，过时名额让出`, `pay within ${span(one.hold)} of the order, or the place is given up`),
      both(`每人限购 ${one.per_member} 次`, `${one.per_member} each at most`),
      ...(one.new_only ? [newOnly()] : []),
    ],
    canOpen: one.state === "open",
    whyNot: closed(one, now),
  };
}

function closed(one: GroupbuysActivityForMembers, now: number): string {
  if (one.state === "scheduled") return both(`${moment(one.opens_at, now)} 开始`, `begins ${moment(one.opens_at, now)}`);
  return one.state === "open" ? "" : both("活动已结束", "it is over");
}

function span(minutes: number): string {
  if (isEnglish()) return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;
}

export interface TeamLine {
  readonly id: string;
  readonly seats: string;
  readonly until: string;
  readonly label: string;
}

export function teamLine(team: GroupbuysTeam, now: number): TeamLine {
  const seats = missing(team);
  const rest = left(team.deadline, now);
  return { id: team.team_id, seats, until: rest, label: [seats, rest, both("去看看", "have a look")].filter((part) => part !== "").join(both("，", ", ")) };
}

function missing(team: GroupbuysTeam): string {
  const free = team.size - team.taken;
  if (free > 0) return both(`还差 ${free} 人`, `${free} more wanted`);
  return both(`${team.size} 个名额都有人了，等待付款`, `all ${team.size} places are taken, waiting for payment`);
}

export interface Seat {
  readonly key: number;
  readonly name: string;
  readonly is: string;
  readonly label: string;
}

export interface Team {
  readonly id: string;
  readonly activity: string;
  readonly name: string;
  readonly price: string;
  readonly state: string;
  readonly hint: string;
  readonly seats: readonly Seat[];
  readonly order: string;
  readonly toPay: string;
  readonly canJoin: boolean;
  readonly canLeave: boolean;
  readonly canShare: boolean;
  readonly title: string;
}

const IN_TEAM = new Set<OrdersOrderSummary["status"]>(["placed", "paid", "ready", "picked_up"]);

/** orders: this customer's, among which is the one of their seat. */
export function team(one: GroupbuysTeamWithSeats, orders: readonly OrdersOrderSummary[], now: number): Team {
  const mine = orders.find((order) => order.seat === one.team_id && IN_TEAM.has(order.status));
  const isOpen = one.status === "open" && left(one.deadline, now) !== "";
  const free = one.size - one.taken;
  return {
    id: one.team_id,
    activity: one.activity_id,
    name: one.product_name,
    price: yuan(one.team_price),
    state: stateOf(one, isOpen),
    hint: isOpen ? until(one.deadline, now) : hintOf(one),
    seats: Array.from({ length: Math.max(one.size, one.seats.length) }, (_, place) => seat(one, place)),
    order: mine?.order_id ?? "",
    toPay: mine?.status === "placed" ? yuan(mine.payable) : "",
    canJoin: isOpen && free > 0 && mine === undefined,
    canLeave: isOpen && mine !== undefined && (mine.status === "placed" || mine.status === "paid"),
    canShare: isOpen && free > 0,
    title: both(`${yuan(one.team_price)} 拼「${one.product_name}」，还差 ${free} 人`, `${one.product_name} for ${yuan(one.team_price)}, ${free} more wanted`),
  };
}

function seat(one: GroupbuysTeamWithSeats, key: number): Seat {
  const who = one.seats[key];
  if (who === undefined) return { key, name: both("空位", "free"), is: both("等您邀请", "invite somebody"), label: both("一个空位", "a free place") };
  const name = who.is_leader ? both(`${who.name}（团长）`, `${who.name} (first)`) : who.name;
  const is = who.is_paid ? both("已支付", "paid") : both("待支付", "to be paid");
  return { key, name, is, label: [name, is].join(both("，", ", ")) };
}

function stateOf(one: GroupbuysTeam, isOpen: boolean): string {
  if (one.status === "succeeded") return both("拼团成功", "The team is full");
  if (one.status === "failed") return both("没有成团", "The team did not fill");
  return isOpen ? missing(one) : both("时间到了，正在核对付款", "Time is over, payments are being looked at");
}

function hintOf(one: GroupbuysTeam): string {
  if (one.status === "succeeded") return both("可以到店提货了，在「订单」里看提货号。", "Fetch it at the store: the number is in Orders.");
  if (one.status === "failed") return both("已付的款会自动全额退回，可以另开一团。", "All of the money comes back by itself; you may open another.");
  return both("几分钟内就有结果；没成团，已付的自动全额退回。", "It is known within minutes; if it did not fill, all of the money comes back.");
}
