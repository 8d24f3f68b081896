import { unescaped } from "../../logic/coupons";
import { isStranger, said } from "../../logic/say";
import { restart, session } from "../../weixin";
import { settings } from "../../settings";

const data = { back: "", picture: settings.friendPicture, isBusy: false, notice: "" };

Page({
  data,
  onLoad(query) {
    this.setData({ back: unescaped(query["back"] ?? "") });
  },
  async enter() {
    if (this.data.isBusy) return;
    this.setData({ isBusy: true, notice: "" });
    try {
      await session.enter();
      restart(this.data.back || "/pages/wallet/wallet");
    } catch (error) {
      this.setData({ notice: isStranger(error) ? "还没有看到您添加顾问。添加后等几秒再试。" : said(error) });
    } finally {
      this.setData({ isBusy: false });
    }
  },
});
