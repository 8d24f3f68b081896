"use strict";
// Beside the till: a clerk's day, what waits to be picked up, and the page that holds it all.

const ACTS = { redeemed: "核销", reversed: "被撤销", reversed_for: "撤销他人核销", picked_up: "提货" };
const DAY_MS = 86_400_000;
// Which day is shown, and which one is today: '' until the server has said.
let shownDay = "";
let lastDay = "";

async function showDay() {
  const { ok, body } = await ask("GET", "/staff/v1/my-day" + (shownDay ? "?day=" + shownDay : ""));
  if (!ok) return say(body.message_zh);
  if (!shownDay) lastDay = body.day;
  shownDay = body.day;
  const named = body.day === lastDay ? "今天" : body.day;
  $("today").textContent = named + (body.store_name ? " · " + body.store_name : "");
  $("after").disabled = body.day === lastDay;
  $("count").textContent = body.redeemed.count;
  $("off").textContent = yuan(body.redeemed.off);
  $("picked").textContent = body.picked_up;
  $("turnover").textContent = body.redeemed.count ? "核销订单共 " + yuan(body.redeemed.order_amount) + "，实收 " + yuan(body.redeemed.order_amount - body.redeemed.off) : "";
  $("reversed").textContent = body.reversed.count ? "其中撤销 " + body.reversed.count + " 笔，优惠 " + yuan(body.reversed.off) : "";
  $("acts").replaceChildren();
  for (const act of body.acts) {
    const what = act.order_id ? "订单 …" + act.order_id.slice(-6) : fours(act.code);
    const title = ACTS[act.kind] + (act.name ? " · " + act.name : "");
    const side = act.undo_until ? "撤销" : act.kind === "redeemed" ? "−" + yuan(act.off) : "";
    const undoing = act.undo_until && ((event) => busy(event.currentTarget, async () => { await undo(act.code); await showDay(); }));
    line($("acts"), title, clock(act.at) + "　" + what, side, undoing, act.undo_until);
  }
  $("noacts").hidden = body.acts.length > 0;
}

function turn(days) {
  shownDay = new Date(Date.parse(shownDay + "T00:00:00Z") + days * DAY_MS).toISOString().slice(0, 10);
  if (shownDay >= lastDay) shownDay = "";
  busy($("before"), showDay);
}

// ---- pick-ups

async function seek() {
  say("");
  const { ok, body } = await ask("GET", "/staff/v1/pickups?limit=50&q=" + encodeURIComponent($("q").value.trim()));
  if (!ok) return say(body.message_zh);
  $("orders").replaceChildren();
  for (const order of body.items) {
    const goods = order.lines.map((one) => one.product_name + " " + one.sku_name + " ×" + one.quantity).join("，");
    line($("orders"), goods, "订单 …" + order.tail + "　" + order.owner + "　" + day(order.placed_at), "交付", (event) => busy(event.currentTarget, () => hand(order, goods)));
  }
  $("noorders").hidden = body.items.length > 0;
}

/** An order by its whole number, as a customer's phone shows it. */
function toOrder(number) {
  $("code").value = "";
  $("q").value = number;
  open("pickup");
}

async function hand(order, goods) {
  if (!(await sure("确认交付？", goods + "（订单 …" + order.tail + "）。交付后不能撤回。", "确认交付", false))) return;
  const { ok, body } = await ask("POST", "/staff/v1/pickups", { order_id: order.order_id }, newKey());
  await seek();
  sound(ok ? "yes" : "no");
  say(ok ? "已交付订单 …" + order.tail + "。" : body.message_zh, ok);
}

// ---- the page

function open(part) {
  say("");
  for (const id of ["redeem", "day", "pickup"]) $(id).hidden = id !== part;
  for (const button of document.querySelectorAll("nav button")) {
    if (button.dataset.part === part) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  shownDay = "";
  if (part === "day") busy($("before"), showDay);
  if (part === "pickup") busy($("seek").lastElementChild, seek);
}

function takeCode() {
  const code = decodeURIComponent(location.hash.slice(1)) || session.getItem("siyu-till-code") || "";
  session.removeItem("siyu-till-code");
  if (!code) return;
  history.replaceState(null, "", location.pathname);
  open("redeem");
  $("code").value = code;
  look();
}

async function begin() {
  try {
    const { ok, body } = await ask("GET", "/staff/v1/me");
    if (!ok) return say(body.message_zh);
    local.setItem("siyu-till-who", body.corp.key + "-" + body.userid);
    $("who").textContent = body.name || body.userid;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  taps = new Taps(local.getItem("siyu-till-who") || "");
  showTaps();
  takeCode();
  sendAll();
}

function online() {
  $("offline").hidden = navigator.onLine;
  if (navigator.onLine) sendAll();
}

for (const button of document.querySelectorAll("nav button")) button.addEventListener("click", () => open(button.dataset.part));
$("ask").addEventListener("submit", (event) => { event.preventDefault(); busy($("look"), look); });
$("seek").addEventListener("submit", (event) => { event.preventDefault(); busy(event.submitter || $("seek").lastElementChild, seek); });
$("go").addEventListener("click", () => busy($("go"), redeem));
$("undo").addEventListener("click", () => busy($("undo"), () => undo(seen.code)));
$("scan").addEventListener("click", () => busy($("scan"), scan));
$("scanorder").addEventListener("click", () => busy($("scanorder"), scan));
$("stop").addEventListener("click", dark);
$("camera").addEventListener("cancel", dark);
$("next").addEventListener("click", next);
$("back").addEventListener("click", () => $("result").close());
$("result").addEventListener("keydown", typedOver);
$("before").addEventListener("click", () => turn(-1));
$("after").addEventListener("click", () => turn(1));
$("mute").addEventListener("click", () => { local.setItem("siyu-till-mute", isMute() ? "" : "1"); showMute(); });
addEventListener("online", online);
addEventListener("offline", online);
addEventListener("hashchange", takeCode);
setInterval(sendAll, 15_000);
showMute();
offerScan();
online();
begin();
