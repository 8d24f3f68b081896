import { unescaped } from "../../logic/coupons";
import { isStranger, said } from "../../logic/say";
import { restart, session, titled } from "../../weixin";
import { words } from "../../words";
import { settings } from "../../settings";

const data = { w: words.welcome(), back: "", picture: settings.friendPicture, isBusy: false, notice: "" };

Page({
  data,
  onLoad(query) {
    titled(this.data.w.title);
    this.setData({ back: unescaped(query["back"] ?? "") });
  },
  async enter() {
    if (this.data.isBusy) return;
    this.setData({ isBusy: true, notice: "" });
    try {
      await session.enter();
      restart(this.data.back || "/pages/wallet/wallet");
    } catch (error) {
      this.setData({ notice: isStranger(error) ? this.data.w.notYet : said(error) });
    } finally {
      this.setData({ isBusy: false });
    }
  },
});
