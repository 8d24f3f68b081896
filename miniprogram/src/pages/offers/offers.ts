import { type Offer, offer } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { begun, show, type Standing } from "../../page";
import { go, now, session } from "../../weixin";

const HERE = "/pages/offers/offers";
const offers = new Listing((from) => session.ask((doors) => doors.coupons.listCouponsToClaim({ limit: 20, ...from })));
const shown = (): { offers: readonly (Offer & { id: string })[]; hasMore: boolean } => ({
  offers: offers.items.map((one) => ({ id: one.template_id, ...offer(one, false, now()) })),
  hasMore: offers.hasMore,
});

const data: Standing & ReturnType<typeof shown> = { ...begun, offers: [], hasMore: false };

Page({
  data,
  onShow() {
    this.again();
  },
  onPullDownRefresh() {
    this.again();
  },
  onReachBottom() {
    this.more();
  },
  again() {
    void show(this, HERE, async () => {
      await offers.first();
      return shown();
    });
  },
  more() {
    if (!offers.hasMore) return;
    void show(this, HERE, async () => {
      await offers.next();
      return shown();
    });
  },
  open(tap: Tap) {
    go(`/pages/claim/claim?coupon=${tap.currentTarget.dataset["id"] ?? ""}&source=page%3Aoffers`);
  },
});
