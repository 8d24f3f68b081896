import { type AtTill, atTill } from "../../logic/coupons";
import { Listing } from "../../logic/listing";
import { svgAddress } from "../../logic/pictures";
import { Watch } from "../../logic/watching";
import { begun, show, type Standing } from "../../page";
import { brightness, keepAwake, now, session, wait } from "../../weixin";
import { words } from "../../words";

const data: Standing & { w: ReturnType<typeof words.coupon> } & { code: string; coupon: AtTill | null; picture: string } = { ...begun, w: words.coupon(), code: "", coupon: null, picture: "" };

/** No door answers one coupon of mine: it is found among all of them. */
async function found(code: string): Promise<AtTill | null> {
  const all = new Listing((from) => session.ask((doors) => doors.coupons.readWallet({ limit: 100, ...from })));
  for (await all.first(); ; await all.next()) {
    const one = all.items.find((coupon) => coupon.code === code);
    if (one) return atTill(one, now());
    if (!all.hasMore) return null;
  }
}

// One page is shown at a time.
const watch = new Watch(wait);

const drawn = async (code: string): Promise<string> =>
  svgAddress(await session.text(`/mini/v1/coupons/${encodeURIComponent(code)}/qr`));

Page({
  data,
  onLoad(query) {
    this.setData({ code: query["code"] ?? "" });
  },
  onShow() {
    this.again();
    void watch.start(async () => {
      await this.read();
      return this.data.coupon?.canShow ?? false;
    });
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
    watch.stop();
    keepAwake(false);
    void brightness.restore();
  },
  again() {
    void this.read();
  },
  read(): Promise<void> {
    const { code } = this.data;
    return show(this, `/pages/coupon/coupon?code=${code}`, async () => {
      const coupon = await found(code);
      // Without its picture a coupon is read aloud, which the page says.
      const picture = coupon?.canShow ? this.data.picture || (await drawn(code).catch(() => "")) : "";
      return { coupon, picture };
    });
  },
});
