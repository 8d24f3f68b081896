import { type Card, card, type Part } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { begun, listed, type Standing } from "../../page";
import { go, now, session } from "../../weixin";
import { words } from "../../words";

const HERE = "/pages/wallet/wallet";
const w = words.wallet();
const PARTS = (["usable", "used", "over"] as const).map((part) => ({ part, name: w.parts[part], none: w.none[part] }));

const wallet = new Listing((from) => session.ask((doors) => doors.coupons.readWallet({ limit: 50, ...from })));
const cardsOf = (part: Part): readonly Card[] => wallet.items.map((one) => card(one, now())).filter((one) => one.part === part);
const shown = ({ part }: { part: Part }): { part: Part; none: string; cards: readonly Card[]; hasMore: boolean } => ({
  part,
  none: PARTS.find((one) => one.part === part)?.none ?? "",
  cards: cardsOf(part),
  hasMore: wallet.hasMore,
});

const data: Standing & { w: ReturnType<typeof words.wallet> } & ReturnType<typeof shown> & { parts: typeof PARTS } = {
  ...begun,
  w,
  parts: PARTS,
  part: "usable",
  none: "",
  cards: [],
  hasMore: false,
};

Page({
  data,
  ...listed<typeof data>(wallet, HERE, shown),
  choose(tap: Tap) {
    const found = PARTS.find(({ part }) => part === tap.currentTarget.dataset["part"]);
    if (found) this.setData(shown(found));
  },
  open(tap: Tap) {
    go(`/pages/coupon/coupon?code=${tap.currentTarget.dataset["code"] ?? ""}`);
  },
  toOffers() {
    go("/pages/offers/offers");
  },
});
