"use strict";
// What is sent: a coupon, which the customer has at once; approved content; and words that are said.

let asked = 0;

async function showOffers() {
  if (!contact) return;
  const turn = (asked += 1);
  const q = encodeURIComponent(shown("q").value.trim());
  const [offers, scripts] = await Promise.all([
    ask("GET", own(contact.external_userid, "/offers?limit=20&q=" + q)),
    ask("GET", "/staff/v1/scripts?limit=20&q=" + q, undefined, { quiet: () => undefined }),
  ]);
  if (turn !== asked || !offers) return;
  fill("offers", offers.coupons.map(coupon), "没有能发的券。在后台把券的领取方式设为含「运营发放」，就会出现在这里。");
  fill("items", offers.items.map((one) => said(one, one.text)), "没有审核通过的素材");
  fill("scripts", (scripts?.items ?? []).map((one) => said(one, [readable(one.text), where(one)].filter(Boolean).join(" · "))), "话术库里没有");
}

// Variables by their names, as whoever wrote them reads them.
const NAMES = { customer_name: "客户昵称", staff_name: "员工姓名", corp_name: "企业名称", send_date: "发送日期" };
const readable = (text) => text.replace(/\{\{ *([a-z_]+) *\}\}/g, (whole, name) => (NAMES[name] ? "{" + NAMES[name] + "}" : whole));
const where = (script) => [script.category, script.subcategory].filter(Boolean).join(" › ");

function said(one, small) {
  return line(one.name, readable(small), press("发送", () => content(one.item_id, one.name, readable(one.text))));
}

function coupon(one) {
  const small = "减 " + yuan(one.amount_off) + (one.threshold ? "，满 " + yuan(one.threshold) : "，无门槛") + "，还剩 " + one.left + (one.held ? "，顾客已有 " + one.held : "");
  const button = press("发送", () => give(one));
  if (!one.can_send) button.disabled = true;
  if (!one.can_send) button.textContent = one.left ? "已领满" : "已领完";
  return line(one.name, small, button);
}

async function give(one) {
  const what = "减 " + yuan(one.amount_off) + (one.threshold ? "，满 " + yuan(one.threshold) + " 可用" : "，无门槛");
  if (!(await sure("把「" + one.name + "」发给" + contact.name + "？", what, "点发送后，券马上进入顾客的「我的优惠券」，不能从这里收回。"))) return;
  const sending = await once(own(contact.external_userid, "/sendings"), { coupon_template: one.template_id });
  if (!sending) return;
  const became = await intoChat(sending.messages);
  await openContact(contact.external_userid);
  await showOffers();
  did("券已给" + contact.name + "。" + became);
}

async function content(item, name, text) {
  if (!(await sure("发送「" + name + "」？", text, "姓名等变量会换成这位客户的。"))) return;
  const sending = await once(own(contact.external_userid, "/sendings"), { content: item });
  if (sending) did("「" + name + "」" + (await intoChat(sending.messages)));
}
