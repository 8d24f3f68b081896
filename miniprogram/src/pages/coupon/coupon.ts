import { type AtTill, atTill } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { svgAddress } from "../../logic/pictures";
import { begun, show, type Standing } from "../../page";
import { brightness, keepAwake, now, session } from "../../weixin";

const data: Standing & { code: string; coupon: AtTill | null; picture: string } = { ...begun, code: "", coupon: null, picture: "" };

/** No door answers one coupon of mine: it is found among all of them. */
async function found(code: string): Promise<AtTill | null> {
  const all = new Listing((from) => session.ask((doors) => doors.coupons.readWallet({ limit: 100, ...from })));
  for (await all.first(); ; await all.next()) {
    const one = all.items.find((coupon) => coupon.code === code);
    if (one) return atTill(one, now());
    if (!all.hasMore) return null;
  }
}

const drawn = async (code: string): Promise<string> =>
  svgAddress(await session.text(`/mini/v1/coupons/${encodeURIComponent(code)}/qr`));

Page({
  data,
  onLoad(query) {
    this.setData({ code: query["code"] ?? "" });
  },
  onShow() {
    this.again();
    keepAwake(true);
    void brightness.raise();
  },
  onHide() {
    this.dim();
  },
  onUnload() {
    this.dim();
  },
  onPullDownRefresh() {
    this.again();
  },
  dim() {
    keepAwake(false);
    void brightness.restore();
  },
  again() {
    const { code } = this.data;
    void show(this, `/pages/coupon/coupon?code=${code}`, async () => {
      const coupon = await found(code);
      // Without its picture a coupon is read aloud, which the page says.
      const picture = coupon?.canShow ? this.data.picture || (await drawn(code).catch(() => "")) : "";
      return { coupon, picture };
    });
  },
});
