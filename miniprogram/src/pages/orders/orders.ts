import { Listing } from "../../logic/listing";
import { type OrderCard, orderCard } from "../../logic/orders";
import { begun, listed, type Standing } from "../../page";
import { go, now, session } from "../../weixin";
import { words } from "../../words";

const HERE = "/pages/orders/orders";
const orders = new Listing((from) => session.ask((doors) => doors.orders.listMyOrders({ limit: 20, ...from })));
const shown = (): { orders: readonly OrderCard[]; hasMore: boolean } => ({
  orders: orders.items.map((one) => orderCard(one, now())),
  hasMore: orders.hasMore,
});

const data: Standing & { w: ReturnType<typeof words.orders> } & ReturnType<typeof shown> = { ...begun, w: words.orders(), orders: [], hasMore: false };

Page({
  data,
  ...listed<typeof data>(orders, HERE, shown),
  open(tap: Tap) {
    go(`/pages/order/order?id=${tap.currentTarget.dataset["id"] ?? ""}`);
  },
});
