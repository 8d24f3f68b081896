import { type Offer, offer, type Origin, origin } from "../../logic/coupons";
import { act, begun, show, type Standing } from "../../page";
import { now, session, swap } from "../../weixin";
import { words } from "../../words";

const data: Standing & { w: ReturnType<typeof words.claim> } & { from: Origin; offer: Offer | null } = { ...begun, w: words.claim(), from: origin({}), offer: null };

Page({
  data,
  onLoad(query) {
    this.setData({ from: origin(query) });
  },
  onShow() {
    this.again();
  },
  onPullDownRefresh() {
    this.again();
  },
  here() {
    const { template_id, source } = this.data.from;
    return `/pages/claim/claim?coupon=${encodeURIComponent(template_id)}&source=${encodeURIComponent(source)}`;
  },
  again() {
    const { template_id, post_id } = this.data.from;
    void show(this, this.here(), async () => {
      const one = await session.ask((doors) => doors.coupons.readCouponToClaim({ template_id }));
      return { offer: offer(one, post_id !== "", now()) };
    });
  },
  async claim() {
    const { template_id, post_id, source } = this.data.from;
    const coupon = await act(this, `claim ${template_id} ${source}`, this.here(), (key) =>
      session.ask((doors) =>
        post_id === ""
          ? doors.coupons.claimCoupon({ template_id, body: source === "" ? {} : { source } }, { key })
          : doors.posts.claimCouponOfPost({ post_id, template_id }, { key }),
      ),
    );
    if (coupon) swap(`/pages/coupon/coupon?code=${coupon.code}`);
  },
});
