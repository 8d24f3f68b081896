import { effect, type Mine, mine } from "../../logic/preferences";
import { act, begun, show, type Standing } from "../../page";
import { session } from "../../weixin";
import { words } from "../../words";

const HERE = "/pages/preferences/preferences";

const data: Standing & { w: ReturnType<typeof words.preferences> } & { mine: Mine | null } = { ...begun, w: words.preferences(), mine: null };

Page({
  data,
  onShow() {
    this.again();
  },
  onPullDownRefresh() {
    this.again();
  },
  again() {
    void show(this, HERE, async () => ({ mine: mine(await session.ask((doors) => doors.mine.readMine())) }));
  },
  async choose(switched: Switched) {
    const { mine: before } = this.data;
    if (before === null) return;
    const accept_posts = switched.detail.value;
    const done = await act(this, `hear ${accept_posts}`, HERE, (key) =>
      session.ask((doors) => doors.members.setPreferences({ body: { accept_posts } }, { key })),
    );
    // Not taken: the switch goes back to where it was.
    const hears = done?.accept_posts ?? before.hears;
    this.setData({ mine: { ...before, hears, effect: effect(hears) } });
  },
});
