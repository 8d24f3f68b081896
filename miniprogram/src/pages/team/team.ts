import { type Team, team } from "../../logic/groupbuys";
import { Listing } from "../../logic/listing";
import { act, begun, payOrder, show, type Standing } from "../../page";
import { go, now, session, sure } from "../../weixin";
import { words } from "../../words";

const data: Standing & { w: ReturnType<typeof words.team> } & { id: string; team: Team | null } = { ...begun, w: words.team(), id: "", team: null };

async function read(team_id: string): Promise<{ team: Team }> {
  const orders = new Listing((from) => session.ask((doors) => doors.orders.listMyOrders({ limit: 50, ...from })));
  const [one] = await Promise.all([session.ask((doors) => doors.groupBuys.readTeam({ team_id })), orders.first()]);
  return { team: team(one, orders.items, now()) };
}

Page({
  data,
  onLoad(query) {
    this.setData({ id: query["team"] ?? "" });
  },
  onShow() {
    this.again();
  },
  onPullDownRefresh() {
    this.again();
  },
  onShareAppMessage(): Shared {
    const { id, team: shown } = this.data;
    return { title: shown?.title ?? this.data.w.shared, path: `/pages/team/team?team=${id}` };
  },
  here() {
    return `/pages/team/team?team=${this.data.id}`;
  },
  again() {
    void show(this, this.here(), () => read(this.data.id));
  },
  async join() {
    const team_id = this.data.id;
    const entered = await act(this, `join ${team_id}`, this.here(), (key) =>
      session.ask((doors) => doors.groupBuys.joinTeam({ team_id, body: {} }, { key })),
    );
    if (!entered) return;
    await show(this, this.here(), () => read(team_id));
    if (entered.order.payable > 0) await this.pay();
  },
  async pay() {
    const order = this.data.team?.order ?? "";
    if (order === "") return;
    await payOrder(this, order, this.here());
    this.again();
  },
  async leave() {
    const team_id = this.data.id;
    if (!(await sure(this.data.w.sure, this.data.w.sureSays, this.data.w.yes))) return;
    const left = await act(this, `leave ${team_id}`, this.here(), (key) =>
      session.ask((doors) => doors.groupBuys.leaveTeam({ team_id }, { key })),
    );
    if (left) this.again();
  },
  toOrder() {
    go(`/pages/order/order?id=${this.data.team?.order ?? ""}`);
  },
  toActivity() {
    go(`/pages/groupbuy/groupbuy?id=${this.data.team?.activity ?? ""}`);
  },
});
