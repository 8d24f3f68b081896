import { type Order, order } from "../../logic/orders";
import { act, begun, payOrder, show, type Standing } from "../../page";
import { go, now, session, sure } from "../../weixin";
import { words } from "../../words";

const data: Standing & { w: ReturnType<typeof words.order> } & { id: string; order: Order | null } = { ...begun, w: words.order(), id: "", order: null };

Page({
  data,
  onLoad(query) {
    this.setData({ id: query["id"] ?? "" });
  },
  onShow() {
    this.again();
  },
  onPullDownRefresh() {
    this.again();
  },
  here() {
    return `/pages/order/order?id=${this.data.id}`;
  },
  again() {
    const order_id = this.data.id;
    void show(this, this.here(), async () => ({
      order: order(await session.ask((doors) => doors.orders.readMyOrder({ order_id })), now()),
    }));
  },
  async pay() {
    await payOrder(this, this.data.id, this.here());
    this.again();
  },
  async cancel() {
    const order_id = this.data.id;
    const team_id = this.data.order?.team ?? "";
    if (!(await sure(this.data.w.sure, this.data.order?.cancelled ?? "", this.data.w.yes))) return;
    // A seat is given up at its team, everything else at the shop.
    const done = await act(this, `cancel ${order_id}`, this.here(), (key) =>
      session.ask((doors) =>
        team_id === "" ? doors.shop.cancelShopOrder({ order_id }, { key }) : doors.groupBuys.leaveTeam({ team_id }, { key }),
      ),
    );
    if (done) this.again();
  },
  toTeam() {
    go(`/pages/team/team?team=${this.data.order?.team ?? ""}`);
  },
});
