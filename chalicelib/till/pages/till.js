"use strict";
// The till: look, redeem, take back. Nothing is redeemed until the server has said so.

const AGAIN = [401, 408, 429, 500, 502, 503, 504];
const SOON = 1000;
let taps = null;
let seen = null;

// ---- a coupon

const STATES = { issued: ["可核销", "good"], redeemed: ["已核销", "bad"], reserved: ["被订单占用", "bad"], voided: ["已作废", "bad"], expired: ["已过期", "bad"] };
const SIGNS = { good: "✓ ", waits: "… ", bad: "✕ " };

// Which word and colour it is: what waits is only an order of another amount away.
function standing(coupon) {
  if (coupon.state !== "issued") return STATES[coupon.state];
  if (coupon.missing) return ["还差 " + yuan(coupon.missing), "waits"];
  return coupon.why ? ["不能核销", "bad"] : STATES.issued;
}

function show(coupon) {
  seen = coupon;
  const [word, className] = standing(coupon);
  $("state").textContent = SIGNS[className] + word;
  $("coupon").className = "card coupon " + className;
  $("worth").textContent = "减 " + yuan(coupon.amount_off);
  $("threshold").textContent = coupon.threshold ? "满 " + yuan(coupon.threshold) + " 可用" : "无门槛";
  $("name").textContent = coupon.template_name;
  $("usage").textContent = coupon.usage;
  const isPayable = coupon.payable !== null;
  $("pay").hidden = !isPayable;
  if (isPayable) $("payable").textContent = yuan(coupon.payable);
  const facts = [["有效期至", day(coupon.expires_at) + " " + clock(coupon.expires_at)], ["券码", fours(coupon.code)]];
  if (coupon.owner) facts.unshift(["持有人", coupon.owner]);
  if (coupon.order_amount !== null) facts.unshift(["订单金额", yuan(coupon.order_amount)]);
  $("facts").replaceChildren(...facts.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  const isAsked = !isPayable && !coupon.why && coupon.state === "issued";
  $("why").textContent = coupon.why ? coupon.why.zh : isAsked ? "填写订单金额，再点「查询」，就知道顾客实付多少。" : "";
  $("why").hidden = !$("why").textContent;
  $("go").hidden = !isPayable;
  const redemption = coupon.redemption;
  $("undo").hidden = !redemption?.can_reverse;
  delete $("undo").dataset.until;
  $("undo").textContent = "撤销核销";
  if (redemption?.can_reverse && redemption.reversible_until) untilThen($("undo"), "撤销核销", redemption.reversible_until);
  $("coupon").hidden = false;
  if (className === "bad") sound("no");
  if (isPayable) $("go").focus();
  else $(isAsked || coupon.missing ? "yuan" : "code").select();
  $("coupon").scrollIntoView({ block: "nearest" });
}

async function look() {
  say("");
  for (const id of ["code", "yuan"]) wrong(id, "");
  const code = scanned($("code").value);
  if (isOrder(code)) return toOrder(code);
  if (!code) return wrong("code", canScan() ? "请扫码，或输入券码。" : "请输入券码。");
  const path = "/staff/v1/coupons/" + encodeURIComponent(code) + "?yuan=" + encodeURIComponent($("yuan").value.trim());
  try {
    const { status, ok, body, wait } = await ask("GET", path);
    if (ok) return show(body);
    refuse(status, body, wait);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    blind(code);
  }
}

function refuse(status, body, wait) {
  $("coupon").hidden = true;
  seen = null;
  sound("no");
  const atYuan = (body.details?.errors ?? []).find((one) => one.path === "query.yuan");
  if (atYuan) return wrong("yuan", atYuan.zh);
  if (body.code === "UnknownCoupon") return wrong("code", body.message_zh);
  say(body.message_zh);
  if (status === 429 && wait) rest(wait);
}

// Too many wrong codes: what was typed stays, and the button says when it goes on.
function rest(seconds) {
  const end = Date.now() + seconds * SOON;
  const button = $("look");
  const step = () => {
    const more = Math.ceil((end - Date.now()) / SOON);
    button.disabled = more > 0;
    button.textContent = more > 0 ? more + " 秒后再查" : "查询";
    if (more > 0) setTimeout(step, SOON / 4);
    else say("");
  };
  setTimeout(step);
}

// Without an answer nobody can be told what the coupon is worth: the tap is kept, and the clerk knows that it is none.
function blind(code) {
  const amount = Math.round(Number($("yuan").value.normalize("NFKC").replace(/[,¥元\s]/g, "")) * 100);
  $("coupon").hidden = true;
  if (!(amount > 0)) {
    say("没有连上，尚未核销。填写订单金额后，可以先记下这次核销。");
    return $("yuan").focus();
  }
  sure("没有连上，尚未核销", "现在不知道这张券能不能用。可以先记下，恢复网络后自动发出；到时结果可能是不行。", "记下这次核销", false).then((yes) => {
    if (!yes) return;
    keep(code, amount);
    clear();
    say("已记下 " + fours(code) + "，尚未核销。");
  });
}

// ---- redeeming

function keep(code, amount) {
  const tap = { key: newKey(), body: { code, order_amount: amount, tapped_at: new Date().toISOString() } };
  taps.keep(tap);
  showTaps();
  return tap;
}

// Null while the server has not decided. A key is spent by any answer but "try again".
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
    if (decided.ok) redeemed(decided.body);
    else await refused(decided.body);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    say("没有收到答复，尚未核销。这次核销已记下，恢复网络后自动发出，请不要重复点击。");
  }
}

const OWN_MINUTES = 10;

function redeemed(one) {
  knowTime(one.redeemed_at);
  const until = new Date(Date.parse(one.redeemed_at) + OWN_MINUTES * 60 * SOON).toISOString();
  const told = one.template_name + "\n减 " + yuan(one.order_amount - one.payable) + "\n" + fours(one.code);
  clear();
  proclaim(true, "核销成功", "实付 " + yuan(one.payable), told, { undo: () => undo(one.code), until });
}

async function refused(body) {
  await look();
  proclaim(false, "没有核销", "", body.message_zh, { back: true });
}

function clear() {
  seen = null;
  $("coupon").hidden = $("go").hidden = true;
  $("code").value = $("yuan").value = "";
  for (const id of ["code", "yuan"]) wrong(id, "");
}

// One press from the last customer to the next: the camera where there is one, else the field is ready for the scanner.
function next() {
  $("result").close();
  clear();
  say("");
  if (canScan()) busy($("scan"), scan);
  else $("code").focus();
}

// A scanner that reads the next code while the result still stands types into the next look.
function typedOver(event) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  $("result").close();
  clear();
  $("code").focus();
  $("code").value = event.key;
}

async function undo(code) {
  if (!(await sure("撤销核销？", "撤销后这张券可以再次使用，顾客须按原价付款。", "撤销核销", true))) return;
  const { ok, body } = await ask("POST", "/staff/v1/reversals", { code, reason: $("reason").value }, newKey());
  if ($("result").open) $("result").close();
  if (!ok) return say(body.message_zh);
  $("coupon").hidden = true;
  say("已撤销。" + (body.state === "issued" ? "券恢复可用" : "券已过有效期，不能再用") + "，顾客应付 " + yuan(body.payable) + "。", true);
}

// ---- what was kept

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
      const said = decided.ok ? "已核销，顾客实付 " + yuan(decided.body.payable) : "没有核销：" + decided.body.message_zh;
      taps.tell({ key: tap.key, code: tap.body.code, ok: decided.ok, at: tap.body.tapped_at, said });
      sound(decided.ok ? "yes" : "no");
      say("");
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
  const answers = taps.answers();
  $("answers").replaceChildren();
  for (const one of answers) {
    line($("answers"), (one.ok ? "✓ " : "✕ ") + fours(one.code), clock(one.at) + " 记下，" + one.said, "知道了", () => { taps.seen(one.key); showTaps(); });
    $("answers").lastElementChild.className = one.ok ? "good" : "bad";
  }
  $("late").hidden = !answers.length;
}

async function give(tap) {
  if (await sure("放弃这次核销？", "如果它其实已经到达，券会显示为已核销；请先查询这张券。", "放弃", false)) {
    taps.drop(tap.key);
    showTaps();
  }
}
