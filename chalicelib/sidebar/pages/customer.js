"use strict";
// Who the customer is: in one look, with the tags that whoever looks has put on, and what they noted.

const STAGES = { friend: "好友", pending: "等待通过", lost: "已不是好友" };
const ORDERS = { placed: "待付款", paid: "已付款", paid_late: "付款晚了", ready: "待提货", picked_up: "已提货", cancelled: "已取消", refunding: "退款中", refunded: "已退款" };
let contact = null;
let groups = [];

// Who is nobody's customer here, or a colleague's, is said in the place where they would stand.
function isNobody(id, no) {
  contact = null;
  for (const part of document.querySelectorAll("[data-of=customer]")) part.hidden = true;
  shown("nobody").hidden = false;
  shown("nobody_title").textContent = no.code === "NotYourCustomer" ? "这是同事的客户" : no.code.startsWith("Unknown") ? "这位还不是会员" : "打不开这位客户";
  shown("nobody_text").textContent = no.message_zh;
  shown("external_userid").value = id;
}

async function openContact(id) {
  const one = await ask("GET", own(id), undefined, { quiet: (no) => isNobody(id, no) });
  if (!one) return;
  contact = one;
  shown("nobody").hidden = true;
  show();
  turnTo(part);
  const told = await ask("GET", "/admin/v1/members/" + encodeURIComponent(one.member_id) + "/timeline?limit=5", undefined, { quiet: () => undefined });
  fill("events", (told?.items ?? []).map((event) => line(event.text_zh, clock(event.at))), "还没有");
}

function fact(name, text) {
  return [element("dt", name), element("dd", text)];
}

function show() {
  const one = contact;
  shown("name").textContent = one.name || "没有名字的客户";
  shown("whom").textContent = one.name || "这位客户";
  face(one);
  shown("remark").textContent = one.remark === null ? "备注名暂时读不到" : one.remark ? "备注名：" + one.remark : "";
  shown("facts").replaceChildren(
    ...fact("关系", STAGES[one.mine.status] + "，自 " + day(one.mine.since) + (one.others ? "，另有 " + one.others + " 位同事" : "")),
    ...fact("来源", (one.source.name || one.source.code || "不是扫活码来的") + (one.source.staff.name ? "，" + one.source.staff.name + "接待" : "")),
    ...fact("群发", one.blocked ? "已屏蔽" : one.accepts_posts ? "愿意接收" : "本人拒收"),
  );
  showTags();
  shown("many_coupons").textContent = one.coupons.length ? one.coupons.length + " 张" : "";
  fill("coupons", one.coupons.map((held) => line(held.template_name, "减 " + yuan(held.amount_off) + (held.threshold ? "，满 " + yuan(held.threshold) : "") + "，" + clock(held.expires_at) + " 前")), "没有可用的券");
  fill("orders", one.orders.map((order) => line(yuan(order.total) + "　" + (ORDERS[order.status] ?? ""), clock(order.placed_at))), "还没有下过单");
  fill("notes", one.notes.map((note) => line(note.text, (note.created_by?.name || "") + "　" + clock(note.written_at))), "还没有备注");
  showFollowUps();
}

function face(one) {
  shown("face").replaceChildren((one.name || "客").slice(0, 1));
  if (!one.avatar) return;
  const picture = document.createElement("img");
  picture.alt = "";
  picture.addEventListener("load", () => shown("face").replaceChildren(picture));
  picture.src = one.avatar;
}

// ---- tags: those that are on are taken off by a press, and the others put on

function showTags() {
  const on = contact.mine.tags;
  const known = new Map(groups.flatMap((group) => group.tags.map((tag) => [tag.name, tag])));
  fill("tags", on.map((name) => {
    const item = element("li", "");
    if (known.has(name)) item.append(toggle(known.get(name), true));
    else item.append(element("span", name, "tag"));
    return item;
  }), "还没有标签");
  shown("groups").replaceChildren(...groups.flatMap((group) => {
    const rest = group.tags.filter((tag) => !on.includes(tag.name));
    if (!rest.length) return [];
    const list = element("div", "", "tags");
    list.append(...rest.map((tag) => toggle(tag, false)));
    return [element("h3", group.name), list];
  }));
  shown("more").hidden = !shown("groups").childElementCount;
}

function toggle(tag, isOn) {
  const made = press((isOn ? "✓ " : "＋ ") + tag.name, () => puts(tag, !isOn, true), "tag");
  made.setAttribute("aria-pressed", String(isOn));
  return made;
}

async function puts(tag, isOn, isFirst) {
  const mine = await ask("POST", own(contact.external_userid, "/tags"), isOn ? { add: [tag.id] } : { remove: [tag.id] }, { key: crypto.randomUUID() });
  if (!mine) return;
  contact.mine = mine;
  showTags();
  did((isOn ? "打上了「" : "去掉了「") + tag.name + "」", isFirst && (() => puts(tag, !isOn, false)));
}

async function note(event) {
  event.preventDefault();
  const written = await once(own(contact.external_userid, "/notes"), { text: shown("text").value });
  if (!written) return;
  shown("note").reset();
  contact.notes = [written, ...contact.notes].slice(0, 5);
  show();
  did("备注记下了");
}
