/** What stands on the pages themselves, by page; what depends on what is shown is said in logic/. */

import { both } from "./logic/language";

const onAll = (title: string) => ({ title, reading: both("正在读取…", "Reading…"), again: both("重试", "Try again"), comma: both("，", ", "), more: both("看更多", "More") });

export const words = {
  wallet: () => ({
    ...onAll(both("我的券", "My coupons")),
    more: both("看更早的券", "Earlier coupons"),
    offers: both("去领券", "Coupons to claim"),
    parts: { usable: both("可用", "To use"), used: both("已使用", "Used"), over: both("已过期", "Over") },
    none: {
      usable: both("还没有可用的券。", "No coupon to use yet."),
      used: both("还没有用过券。", "No coupon was used yet."),
      over: both("没有过期或作废的券。", "None has expired or is void."),
    },
  }),
  coupon: () => ({
    ...onAll(both("出示优惠券", "Show a coupon")),
    lost: both("没有找到这张券，可能已换了微信号登录。", "This coupon was not found: perhaps another WeChat account is signed in."),
    code: both("券的二维码，请店员扫一扫", "The coupon's code, for the clerk to scan"),
    undrawn: both("二维码没有取到，把下面的券码念给店员也可以。", "The picture did not come: read the code below to the clerk."),
    show: both("请店员扫码，或把券码念给店员。", "Let the clerk scan it, or read the code out."),
  }),
  offers: () => ({
    ...onAll(both("领券", "Claim coupons")),
    off: both("减 ", "off: "),
    claim: both("去领取", "claim"),
    none: both("现在没有可领的券，有了会由门店顾问告诉您。", "Nothing to claim now; your adviser tells you when there is."),
  }),
  claim: () => ({ ...onAll(both("领券", "Claim a coupon")), claim: both("立即领取", "Claim it") }),
  groupbuys: () => ({ ...onAll(both("拼团", "Group-buys")), none: both("现在没有拼团活动，过几天再来看看。", "There is none now: come again in some days.") }),
  groupbuy: () => ({
    ...onAll(both("拼团", "Group-buy")),
    picture: both("的图片", ", a picture"),
    begin: both("我来开团", "Open a team for"),
    teams: both("直接参加一个团", "Join a team"),
    look: both("去看看", "Have a look"),
  }),
  team: () => ({
    ...onAll(both("拼团", "Team")),
    pay: both("付款", "Pay"),
    join: both("参团", "Join for"),
    share: both("邀请好友来拼", "Invite friends"),
    order: both("看我的订单", "My order"),
    activity: both("看这个活动", "This group-buy"),
    leave: both("退出这个团", "Leave this team"),
    shared: both("一起拼团", "Buy together"),
    sure: both("退出这个团？", "Leave this team?"),
    sureSays: both("名额让出；已付的款原路全额退回，用掉的券退回。", "Your place is given up; all that you paid and a used coupon come back."),
    yes: both("退出", "Yes"),
  }),
  orders: () => ({
    ...onAll(both("我的订单", "My orders")),
    more: both("看更早的订单", "Earlier orders"),
    none: both("还没有订单。参加拼团后，这里就有。", "No order yet. Join a team, and it is here."),
  }),
  order: () => ({
    ...onAll(both("订单", "Order")),
    pickup: both("提货号", "Number to fetch it by"),
    off: both("优惠", "Off"),
    due: both("应付", "To pay"),
    number: both("订单号", "Order number"),
    pay: both("付款", "Pay"),
    team: both("看我的团", "My team"),
    cancel: both("取消订单", "Cancel the order"),
    sure: both("取消订单？", "Cancel the order?"),
    yes: both("取消订单", "Yes"),
  }),
  preferences: () => ({
    ...onAll(both("我的", "Me")),
    adviser: both("您的顾问：", "Your adviser: "),
    store: both("您的门店：", "Your store: "),
    messages: both("消息", "Messages"),
    hears: both("接收群发消息", "Get news and offers"),
  }),
  welcome: () => ({
    ...onAll(both("欢迎", "Welcome")),
    step: both("还差一步：加门店顾问为好友", "One step more: add an adviser of the store"),
    why: both("券、拼团和订单都记在您和顾问的好友关系上。加好友不收费，也不用填手机号。", "Coupons, teams and orders go by that friendship. It costs nothing and wants no phone number."),
    code: both("门店顾问的二维码，长按可以识别", "The adviser's code: press it long"),
    press: both("长按图片，选「识别图中的二维码」，添加顾问。", "Press the picture long, let WeChat read the code, add the adviser."),
    first: both("1. 到店请店员出示企业微信二维码，或打开收到的顾问名片。", "1. Ask for a clerk's WeCom code at the store, or open the card that you were sent."),
    second: both("2. 用微信扫一扫，点「添加到通讯录」。", "2. Scan it with WeChat and add them."),
    third: both("添加好后回到这里。", "Then come back here."),
    enter: both("我已添加，继续", "I have, go on"),
    notYet: both("还没有看到您添加顾问。添加后等几秒再试。", "You are not seen as a friend yet. Wait some seconds after adding, then try again."),
  }),
};

/** The tabs, in their order. */
export const tabs = (): readonly string[] => [both("我的券", "Coupons"), both("拼团", "Teams"), both("订单", "Orders"), both("我的", "Me")];
