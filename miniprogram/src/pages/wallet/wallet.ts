import { type Card, card, type Part } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { begun, listed, type Standing } from "../../page";
import { go, now, session } from "../../weixin";

const HERE = "/pages/wallet/wallet";
const PARTS: readonly { part: Part; name: string; none: string }[] = [
  { part: "usable", name: "可用", none: "还没有可用的券。" },
  { part: "used", name: "已使用", none: "还没有用过券。" },
  { part: "over", name: "已过期", none: "没有过期或作废的券。" },
];

const wallet = new Listing((from) => session.ask((doors) => doors.coupons.readWallet({ limit: 50, ...from })));
const cardsOf = (part: Part): readonly Card[] => wallet.items.map((one) => card(one, now())).filter((one) => one.part === part);
const shown = ({ part }: { part: Part }): { part: Part; none: string; cards: readonly Card[]; hasMore: boolean } => ({
  part,
  none: PARTS.find((one) => one.part === part)?.none ?? "",
  cards: cardsOf(part),
  hasMore: wallet.hasMore,
});

const data: Standing & ReturnType<typeof shown> & { parts: typeof PARTS } = {
  ...begun,
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
