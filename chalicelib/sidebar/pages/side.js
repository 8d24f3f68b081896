"use strict";
// A customer in one look, and what is to be done today. The session is a cookie that this script cannot read.

const shown = (id) => document.getElementById(id);
const STAGES = { friend: "好友", pending: "等待通过", lost: "已不是好友" };
const clock = (at) => new Date(at).toLocaleString("zh-CN", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
let open = "";
// A try that broke off is made again under the same key, so that nothing is written twice.
let writing = crypto.randomUUID();

function say(zh, en) {
  shown("waiting").hidden = true;
  shown("wrong").textContent = zh + " " + en;
  shown("wrong").hidden = false;
}

async function ask(method, path, body, key) {
  const headers = { "X-Siyu-Console": "1", Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  shown("wrong").hidden = true;
  try {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const told = await answer.json();
    if (answer.ok) return told;
    if (answer.status === 401) location.replace("/admin/v1/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
    else say(told.message_zh, told.message_en);
  } catch {
    say("没有连上，请检查网络后重试。", "No connection. Look at your network and try again.");
  }
  return null;
}

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function item(one, whose, after) {
  const line = element("li", "");
  const said = element("div", "");
  said.append(element("div", (whose && one.member.name ? one.member.name + "：" : "") + one.what));
  const over = { done: "已完成", cancelled: "已取消" }[one.state];
  said.append(element("div", over || clock(one.due) + (one.is_overdue ? " 已逾期 overdue" : ""), one.is_overdue ? "late" : "soft"));
  line.append(said);
  if (after && one.state === "open" && !one.is_masked) {
    const done = element("button", "完成 Done", "small");
    done.type = "button";
    done.addEventListener("click", () => after(one, done));
    line.append(done);
  }
  return line;
}

function fill(list, items, none) {
  shown(list).replaceChildren(...(items.length ? items : [element("li", none, "soft")]));
}

function fact(zh, text) {
  return [element("dt", zh), element("dd", text)];
}

async function finish(one, button) {
  button.disabled = true;
  const path = "/staff/v1/contacts/" + encodeURIComponent(open) + "/follow-ups/" + one.followup_id;
  if (await ask("PUT", path, { state: "done" })) { await contact(open); await today(); } else button.disabled = false;
}

async function contact(id) {
  const one = await ask("GET", "/staff/v1/contacts/" + encodeURIComponent(id));
  shown("contact").hidden = !one;
  if (!one) return;
  open = id;
  shown("name").textContent = one.name || "客户 Customer";
  shown("face").textContent = (one.name || "客").slice(0, 1);
  shown("remark").textContent = one.remark === null ? "备注名暂时读不到 No remark at the moment" : one.remark;
  shown("facts").replaceChildren(
    ...fact("关系", STAGES[one.mine.status] + "，自 " + clock(one.mine.since)),
    ...fact("来源", (one.source.name || one.source.code || "非活码") + "，" + (one.source.staff.name || one.source.staff.userid)),
    ...fact("群发", one.blocked ? "已屏蔽" : one.accepts_posts ? "愿意接收" : "本人拒收"),
    ...fact("可用券", one.coupons.length + " 张" + (one.coupons[0] ? "：" + one.coupons.slice(0, 3).map((c) => c.template_name).join("、") : "")),
    ...fact("近期订单", one.orders.length ? one.orders.map((o) => clock(o.placed_at) + " " + (o.total / 100).toFixed(2) + " 元").join("；") : "无"),
  );
  fill("tags", one.mine.tags.map((tag) => element("li", tag)), "没有标签 No tags");
  fill("follow_ups", one.follow_ups.map((f) => item(f, false, finish)), "没有跟进 None");
}

async function today() {
  const page = await ask("GET", "/staff/v1/follow-ups?when=today&limit=50");
  if (page) fill("today", page.items.map((f) => item(f, true, null)), "今天没有要跟进的客户 Nothing for today");
}

async function begin() {
  const me = await ask("GET", "/staff/v1/me");
  if (!me) return;
  shown("me").textContent = (me.name || me.userid) + " · " + me.role_name;
  shown("waiting").hidden = true;
  shown("in").hidden = false;
  const id = new URLSearchParams(location.search).get("external_userid") || "";
  shown("external_userid").value = id;
  await today();
  if (id) await contact(id);
}

shown("open").addEventListener("submit", (event) => {
  event.preventDefault();
  const id = shown("external_userid").value.trim();
  history.replaceState(null, "", "/side?external_userid=" + encodeURIComponent(id));
  contact(id);
});
shown("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = { what: shown("what").value, due: shown("due").value + ":00+08:00" };
  const button = event.submitter;
  button.disabled = true;
  if (await ask("POST", "/staff/v1/contacts/" + encodeURIComponent(open) + "/follow-ups", body, writing)) {
    writing = crypto.randomUUID();
    shown("write").reset();
    await contact(open);
    await today();
  }
  button.disabled = false;
});
begin();
