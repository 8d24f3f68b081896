import { type Offer, offer } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { begun, listed, type Standing } from "../../page";
import { go, now, session } from "../../weixin";
import { words } from "../../words";

const HERE = "/pages/offers/offers";
const offers = new Listing((from) => session.ask((doors) => doors.coupons.listCouponsToClaim({ limit: 20, ...from })));
const shown = (): { offers: readonly (Offer & { id: string })[]; hasMore: boolean } => ({
  offers: offers.items.map((one) => ({ id: one.template_id, ...offer(one, false, now()) })),
  hasMore: offers.hasMore,
});

const data: Standing & { w: ReturnType<typeof words.offers> } & ReturnType<typeof shown> = { ...begun, w: words.offers(), offers: [], hasMore: false };

Page({
  data,
  ...listed<typeof data>(offers, HERE, shown),
  open(tap: Tap) {
    go(`/pages/claim/claim?coupon=${tap.currentTarget.dataset["id"] ?? ""}&source=page%3Aoffers`);
  },
});
