"use strict";
// The till: look, redeem, take back, my day, pick-ups. The session is a cookie that this script cannot read.

const $ = (id) => document.getElementById(id);
const AGAIN = [401, 408, 429, 500, 502, 503, 504];
let taps = null;
let seen = null;

// ---- talking to the server

class NoAnswer extends Error {}

async function ask(method, path, body, key) {
  const headers = { "X-Siyu-Console": "1", Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let answer, told;
  try {
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    told = await answer.json();
  } catch {
    throw new NoAnswer();
  }
  if (answer.status === 401) signIn();
  return { status: answer.status, ok: answer.ok, body: told };
}

function signIn() {
  // What stands behind # does not come back from WeCom.
  if (location.hash) session.setItem("siyu-till-code", location.hash.slice(1));
  location.replace("/admin/v1/sign-in?next=/till");
}

// ---- showing

const yuan = (fen) => "¥" + (fen / 100).toFixed(fen % 100 ? 2 : 0);
const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });
const day = (at) => new Date(at).toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai" });
const fours = (code) => code.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");

function say(text, isGood = false) {
  $("said").textContent = text || "";
  $("said").classList.toggle("good", isGood);
  $("said").hidden = !text;
  if (text) scrollTo({ top: 0, behavior: "smooth" });
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function line(list, title, small, side, act) {
  const item = document.createElement("li");
  item.append(element("b", title), element("small", small));
  if (act) {
    const button = element("button", side);
    button.type = "button";
    button.addEventListener("click", act);
    item.append(button);
  } else if (side) item.append(element("span", side, "amount"));
  list.append(item);
}

function sure(title, text, yes, withReason) {
  $("title").textContent = title;
  $("text").textContent = text;
  $("yes").textContent = yes;
  for (const id of ["reason", "forreason"]) $(id).hidden = !withReason;
  $("sure").returnValue = "";
  $("sure").showModal();
  return new Promise((done) => $("sure").addEventListener("close", () => done($("sure").returnValue === "yes"), { once: true }));
}

async function busy(button, work) {
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    say("没有连上，请检查网络后重试。");
  } finally {
    button.disabled = false;
  }
}

// ---- a coupon

const STATES = { issued: ["可核销", "good"], redeemed: ["已核销", "bad"], reserved: ["被订单占用", "bad"], voided: ["已作废", "bad"], expired: ["已过期", "bad"] };

function show(coupon) {
  seen = coupon;
  const [word, className] = coupon.can_redeem || coupon.state !== "issued" ? STATES[coupon.state] : ["未达门槛", "waits"];
  $("state").textContent = word;
  $("state").className = "state " + className;
  $("name").textContent = coupon.template_name;
  $("usage").textContent = coupon.usage;
  $("pay").hidden = coupon.payable === null;
  if (coupon.payable !== null) $("payable").textContent = yuan(coupon.payable);
  const facts = [["优惠", "减 " + yuan(coupon.amount_off) + (coupon.threshold ? "，满 " + yuan(coupon.threshold) + " 可用" : "，无门槛")], ["有效期至", day(coupon.expires_at) + " " + clock(coupon.expires_at)], ["券码", fours(coupon.code)]];
  if (coupon.order_amount !== null) facts.unshift(["订单金额", yuan(coupon.order_amount)]);
  if (coupon.owner) facts.push(["持有人", coupon.owner]);
  $("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  $("why").textContent = coupon.why ? coupon.why.zh : coupon.payable === null ? "请填写订单金额后再查一次。" : "";
  $("why").hidden = !$("why").textContent;
  $("why").classList.toggle("bad", Boolean(coupon.why));
  $("go").hidden = coupon.payable === null;
  $("undo").hidden = !(coupon.redemption && coupon.redemption.can_reverse);
  $("coupon").hidden = false;
}

// A scanner types what it reads, and that may be a link with the code at its end.
const scanned = (text) => (text.includes("://") ? text.split(/[#=/]/).pop() : text).trim();

async function look() {
  say("");
  const code = scanned($("code").value);
  const path = "/staff/v1/coupons/" + encodeURIComponent(code) + "?yuan=" + encodeURIComponent($("yuan").value.trim());
  try {
    const { ok, body } = await ask("GET", path);
    if (ok) return show(body);
    $("coupon").hidden = true;
    say(body.message_zh);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    blind(code);
  }
}

// Without an answer nobody can be told what the coupon is worth: the tap is kept, and the clerk knows that it is none.
function blind(code) {
  const amount = Math.round(Number($("yuan").value.normalize("NFKC").replace(/[,¥元\s]/g, "")) * 100);
  $("coupon").hidden = true;
  if (!code || !(amount > 0)) return say("没有连上，尚未核销。填写券码与订单金额后，可以先记下这次核销。");
  sure("没有连上，尚未核销", "现在不知道这张券能不能用。可以先记下，恢复网络后自动发出；到时结果可能是不行。", "记下这次核销", false).then((yes) => {
    if (yes) keep(code, amount);
  });
}

function keep(code, amount) {
  const tap = { key: newKey(), body: { code, order_amount: amount, tapped_at: new Date().toISOString() } };
  taps.keep(tap);
  showTaps();
  return tap;
}

// True when the server has decided. A key is spent by any answer but "try again".
async function send(tap) {
  const { status, ok, body } = await ask("POST", "/staff/v1/redemptions", tap.body, tap.key);
  if (AGAIN.includes(status)) return null;
  taps.drop(tap.key);
  showTaps();
  return { ok, body };
}

async function redeem() {
  const tap = keep(seen.code, seen.order_amount);
  try {
    const decided = await send(tap);
    if (!decided) return say("服务繁忙，尚未核销。这次核销已记下，会自动再发。");
    if (!decided.ok) {
      await look();
      return say(decided.body.message_zh);
    }
    await look();
    say("核销成功，顾客实付 " + yuan(decided.body.payable) + "。", true);
    $("why").hidden = true;
    $("code").value = $("yuan").value = "";
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    say("没有收到答复，尚未核销。这次核销已记下，恢复网络后自动发出，请不要重复点击。");
  }
}

let sending = false;
async function sendAll() {
  if (sending || !taps) return;
  sending = true;
  try {
    for (const tap of taps.all()) {
      if (taps.isOver(tap)) continue;
      const decided = await send(tap);
      if (!decided) break;
      if (seen && seen.code === tap.body.code) $("coupon").hidden = true;
      const name = fours(decided.body.code && decided.ok ? decided.body.code : tap.body.code);
      say(decided.ok ? name + " 已核销，顾客实付 " + yuan(decided.body.payable) + "。" : name + " 没有核销：" + decided.body.message_zh, decided.ok);
    }
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  } finally {
    sending = false;
    showTaps();
  }
}

function showTaps() {
  const kept = taps.all();
  $("taps").replaceChildren();
  for (const tap of kept) {
    const old = taps.isOver(tap) ? "，已超过 24 小时，请重新查询" : "";
    line($("taps"), fours(tap.body.code), clock(tap.body.tapped_at) + " 记下，" + yuan(tap.body.order_amount) + old, "放弃", () => give(tap));
  }
  $("waiting").textContent = kept.length ? kept.length + " 笔" : "";
  $("queue").hidden = !kept.length;
}

async function give(tap) {
  if (await sure("放弃这次核销？", "如果它其实已经到达，券会显示为已核销；请先查询这张券。", "放弃", false)) {
    taps.drop(tap.key);
    showTaps();
  }
}

async function undo(code) {
  if (!(await sure("撤销核销？", "撤销后这张券可以再次使用，顾客须按原价付款。", "撤销核销", true))) return;
  const { ok, body } = await ask("POST", "/staff/v1/reversals", { code, reason: $("reason").value }, newKey());
  if (!ok) return say(body.message_zh);
  $("coupon").hidden = true;
  say("已撤销。" + (body.state === "issued" ? "券恢复可用" : "券已过有效期，不能再用") + "，顾客应付 " + yuan(body.payable) + "。", true);
}

// ---- my day

const ACTS = { redeemed: "核销", reversed: "被撤销", reversed_for: "撤销他人核销", picked_up: "提货" };

async function showDay() {
  const { ok, body } = await ask("GET", "/staff/v1/my-day");
  if (!ok) return say(body.message_zh);
  $("today").textContent = body.day + (body.store_name ? " · " + body.store_name : "");
  $("count").textContent = body.redeemed.count;
  $("off").textContent = yuan(body.redeemed.off);
  $("picked").textContent = body.picked_up;
  $("reversed").textContent = body.reversed.count ? "其中撤销 " + body.reversed.count + " 笔，优惠 " + yuan(body.reversed.off) : "";
  $("acts").replaceChildren();
  for (const act of body.acts) {
    const what = act.order_id ? "订单 …" + act.order_id.slice(-6) : fours(act.code);
    const title = ACTS[act.kind] + (act.name ? " · " + act.name : "");
    const side = act.undo_until ? "撤销" : act.kind === "redeemed" ? "−" + yuan(act.off) : "";
    const undoing = act.undo_until && ((event) => busy(event.currentTarget, async () => { await undo(act.code); await showDay(); }));
    line($("acts"), title, clock(act.at) + "　" + what, side, undoing);
  }
  $("noacts").hidden = body.acts.length > 0;
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

async function hand(order, goods) {
  if (!(await sure("确认交付？", goods + "（订单 …" + order.tail + "）。交付后不能撤回。", "确认交付", false))) return;
  const { ok, body } = await ask("POST", "/staff/v1/pickups", { order_id: order.order_id }, newKey());
  await seek();
  say(ok ? "已交付订单 …" + order.tail + "。" : body.message_zh, ok);
}

// ---- the page

function open(part) {
  say("");
  for (const id of ["redeem", "day", "pickup"]) $(id).hidden = id !== part;
  for (const button of document.querySelectorAll("nav button")) button.toggleAttribute("aria-current", button.dataset.part === part);
  if (part === "day") busy($("go"), showDay);
  if (part === "pickup") busy($("go"), seek);
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
$("seek").addEventListener("submit", (event) => { event.preventDefault(); busy(event.submitter || $("look"), seek); });
$("go").addEventListener("click", () => busy($("go"), redeem));
$("undo").addEventListener("click", () => busy($("undo"), () => undo(seen.code)));
window.addEventListener("online", online);
window.addEventListener("offline", online);
window.addEventListener("hashchange", takeCode);
setInterval(sendAll, 15000);
online();
begin();
