import { type Activity, activity, type TeamLine, teamLine } from "../../logic/groupbuys";
import { act, begun, show, type Standing } from "../../page";
import { go, now, session } from "../../weixin";
import { words } from "../../words";

const data: Standing & { w: ReturnType<typeof words.groupbuy> } & { id: string; activity: Activity | null; teams: readonly TeamLine[] } = {
  ...begun,
  w: words.groupbuy(),
  id: "",
  activity: null,
  teams: [],
};

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
    return `/pages/groupbuy/groupbuy?id=${this.data.id}`;
  },
  again() {
    const activity_id = this.data.id;
    void show(this, this.here(), async () => {
      const [one, teams] = await Promise.all([
        session.ask((doors) => doors.groupBuys.readGroupbuyAsMember({ activity_id })),
        session.ask((doors) => doors.groupBuys.listOpenTeams({ activity_id, limit: 20 })),
      ]);
      return { activity: activity(one, now()), teams: teams.items.map((team) => teamLine(team, now())) };
    });
  },
  async begin() {
    const activity_id = this.data.id;
    const made = await act(this, `open ${activity_id}`, this.here(), (key) =>
      session.ask((doors) => doors.groupBuys.openTeam({ activity_id, body: {} }, { key })),
    );
    if (made) go(`/pages/team/team?team=${made.team.team_id}`);
  },
  open(tap: Tap) {
    go(`/pages/team/team?team=${tap.currentTarget.dataset["id"] ?? ""}`);
  },
});
