import { type OnOffer, onOffer } from "../../logic/groupbuys";
import { Listing } from "../../logic/listing";
import { begun, listed, type Standing } from "../../page";
import { go, now, session } from "../../weixin";
import { words } from "../../words";

const HERE = "/pages/groupbuys/groupbuys";
const offers = new Listing((from) => session.ask((doors) => doors.groupBuys.listGroupbuysOnOffer({ limit: 20, ...from })));
const shown = (): { offers: readonly OnOffer[]; hasMore: boolean } => ({
  offers: offers.items.map((one) => onOffer(one, now())),
  hasMore: offers.hasMore,
});

const data: Standing & { w: ReturnType<typeof words.groupbuys> } & ReturnType<typeof shown> = { ...begun, w: words.groupbuys(), offers: [], hasMore: false };

Page({
  data,
  ...listed<typeof data>(offers, HERE, shown),
  open(tap: Tap) {
    const { id = "", team = "" } = tap.currentTarget.dataset;
    go(team === "" ? `/pages/groupbuy/groupbuy?id=${id}` : `/pages/team/team?team=${team}`);
  },
});
