/** Group-buys in words: what is on, a team and its seats. */

import type {
  GroupbuysActivityForMembers,
  GroupbuysActivityOnOffer,
  GroupbuysTeam,
  GroupbuysTeamWithSeats,
  OrdersOrderSummary,
} from "../../../web/client/src/index.js";
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
  const note = one.my_team !== null ? "您有一个团，点开看看" : one.is_sold_out ? "名额暂时没有了" : one.new_only ? "仅限新客" : "";
  const said = [shown.name, shown.price, shown.people, shown.until, note].filter((part) => part !== "");
  const { id, name, picture, price, alone, people } = shown;
  return { id, name, picture, price, alone, people, until: shown.until, note, myTeam: one.my_team ?? "", label: said.join("，") };
}

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
    alone: `单独买 ${yuan(one.private_price)}`,
    people: `${one.team_size} 人成团`,
    until: until(one.closes_at, now),
    rules: [
      `${span(one.team_life)}内满 ${one.team_size} 人并付款即成团；没成团，已付的自动全额退回`,
      `下单后 ${span(one.hold)}内付款，过时名额让出`,
      `每人限购 ${one.per_member} 次`,
      ...(one.new_only ? ["仅限新客"] : []),
    ],
    canOpen: one.state === "open",
    whyNot: one.state === "scheduled" ? `${moment(one.opens_at, now)} 开始` : one.state === "open" ? "" : "活动已结束",
  };
}

function span(minutes: number): string {
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
  return { id: team.team_id, seats, until: rest, label: [seats, rest, "去看看"].filter((part) => part !== "").join("，") };
}

function missing(team: GroupbuysTeam): string {
  const free = team.size - team.taken;
  return free > 0 ? `还差 ${free} 人` : `${team.size} 个名额都有人了，等待付款`;
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
    title: `${yuan(one.team_price)} 拼「${one.product_name}」，还差 ${free} 人`,
  };
}

function seat(one: GroupbuysTeamWithSeats, key: number): Seat {
  const who = one.seats[key];
  if (who === undefined) return { key, name: "空位", is: "等您邀请", label: "一个空位" };
  const name = who.is_leader ? `${who.name}（团长）` : who.name;
  const is = who.is_paid ? "已支付" : "待支付";
  return { key, name, is, label: `${name}，${is}` };
}

function stateOf(one: GroupbuysTeam, isOpen: boolean): string {
  if (one.status === "succeeded") return "拼团成功";
  if (one.status === "failed") return "没有成团";
  return isOpen ? missing(one) : "时间到了，正在核对付款";
}

function hintOf(one: GroupbuysTeam): string {
  if (one.status === "succeeded") return "可以到店提货了，在「订单」里看提货号。";
  if (one.status === "failed") return "已付的款会自动全额退回，可以另开一团。";
  return "几分钟内就有结果；没成团，已付的自动全额退回。";
}
