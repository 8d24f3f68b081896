"use strict";
// The side bar: who the customer of the chat is, what is sent to them, and what is to be done when.

const DAY_MS = 86_400_000;
const MORNING = "T10:00";
let part = "who";

// ---- follow-ups

function followUp(one, whose) {
  const over = { done: "已完成", cancelled: "已取消" }[one.state];
  const acts = one.state === "open" && !one.is_masked && one.external ? [press("完成", () => edit(one, { state: "done" }, "完成了")), press("改到明天", () => edit(one, { due: tomorrow(one) }, "改到了明天"))] : [];
  const item = line((whose && one.member.name ? one.member.name + "：" : "") + one.what, over || clock(one.due) + (one.is_overdue ? "　已逾期" : ""), ...acts);
  if (one.is_overdue) item.className = "late";
  return item;
}

const tomorrow = () => inDays(1) + ":00+08:00";
const inDays = (days) => new Date(Date.now() + days * DAY_MS).toLocaleDateString("sv-SE", zone) + MORNING;

async function edit(one, body, done) {
  const was = one.due;
  if (!(await ask("PUT", own(one.external, "/follow-ups/" + one.followup_id), body))) return;
  await openContact(one.external);
  await today();
  did("「" + one.what + "」" + done, body.due && (() => edit(one, { due: was }, "放回了原来的时间")));
}

function showFollowUps() {
  fill("follow_ups", contact.follow_ups.map((one) => followUp({ ...one, external: contact.external_userid }, false)), "还没有安排");
}

async function today() {
  const page = await ask("GET", "/staff/v1/follow-ups?when=today&limit=50");
  if (!page) return;
  const isOpen = (one) => contact && one.member.member_id === contact.member_id;
  fill("today", page.items.map((one) => followUp(isOpen(one) ? { ...one, external: contact.external_userid } : one, true)), "今天没有要跟进的客户");
  shown("count").textContent = page.items.length || "";
}

async function write(event) {
  event.preventDefault();
  const body = { what: shown("what").value, due: shown("due").value + ":00+08:00" };
  if (!(await once(own(contact.external_userid, "/follow-ups"), body))) return;
  shown("write").reset();
  await openContact(contact.external_userid);
  await today();
  did("跟进安排好了，" + clock(body.due));
}

// ---- the page

function turnTo(wanted) {
  part = wanted;
  for (const one of ["who", "send", "todo"]) shown(one).hidden = one !== part || (one !== "todo" && !contact);
  for (const inside of document.querySelectorAll("section[data-of=customer]")) inside.hidden = !contact;
  shown("nobody").hidden = Boolean(contact) || part === "todo";
  for (const button of document.querySelectorAll("nav button")) {
    if (button.dataset.part === part) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

async function turn(button) {
  say("");
  turnTo(button.dataset.part);
  if (part === "send") await showOffers();
}

async function begin() {
  const me = await ask("GET", "/staff/v1/me");
  if (!me) return;
  shown("me").textContent = me.name || me.userid;
  shown("waiting").hidden = true;
  shown("in").hidden = false;
  turnTo("who");
  await meetClient();
  const id = new URLSearchParams(location.search).get("external_userid") || (await current());
  groups = (await ask("GET", "/admin/v1/tag-groups", undefined, { quiet: () => undefined }))?.items ?? [];
  if (id) await openContact(id);
  await today();
}

for (const button of document.querySelectorAll("nav button")) button.addEventListener("click", () => turn(button));
for (const button of document.querySelectorAll("[data-days]")) button.addEventListener("click", () => { shown("due").value = inDays(Number(button.dataset.days)); });
shown("open").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = shown("external_userid").value.trim();
  history.replaceState(null, "", "/side?external_userid=" + encodeURIComponent(id));
  busy(event.submitter ?? shown("open"), () => openContact(id));
});
shown("find").addEventListener("submit", (event) => { event.preventDefault(); showOffers(); });
shown("q").addEventListener("search", showOffers);
shown("note").addEventListener("submit", (event) => busy(event.submitter, () => note(event)));
shown("write").addEventListener("submit", (event) => busy(event.submitter, () => write(event)));
begin();
