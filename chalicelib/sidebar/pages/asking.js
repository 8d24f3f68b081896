"use strict";
// How the side bar asks the server and shows what it is told. The session is a cookie that no script can read.

const shown = (id) => document.getElementById(id);
const zone = { timeZone: "Asia/Shanghai" };
const clock = (at) => new Date(at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, ...zone });
const day = (at) => new Date(at).toLocaleDateString("zh-CN", zone);
const yuan = (fen) => "¥" + (fen / 100).toFixed(fen % 100 ? 2 : 0);
const own = (id, rest = "") => "/staff/v1/contacts/" + encodeURIComponent(id) + rest;

function say(text) {
  shown("waiting").hidden = true;
  shown("done").hidden = true;
  shown("wrong").textContent = text;
  shown("wrong").hidden = !text;
  if (text) shown("wrong").scrollIntoView({ block: "nearest" });
}

// What was done, and the press that takes it back where one does.
function did(text, undo) {
  say("");
  shown("what_was_done").textContent = text;
  shown("back").hidden = !undo;
  shown("back").onclick = undo ? () => busy(shown("back"), undo) : null;
  shown("done").hidden = false;
}

// The answer; null where there is none, which is said unless the asker says it (quiet).
async function ask(method, path, body, { key, quiet } = {}) {
  const headers = { "X-Siyu-Console": "1", Accept: "application/json" };
  if (body) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  try {
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const told = await answer.json();
    if (answer.ok) return told;
    if (answer.status === 401) location.replace("/admin/v1/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
    else if (quiet) quiet(told);
    else say(told.message_zh);
  } catch {
    say("没有连上，请检查网络后重试。");
  }
  return null;
}

// A try that broke off is made again under the same key, so that nothing is written or given twice.
const keys = new Map();
async function once(path, body) {
  const what = path + JSON.stringify(body);
  if (!keys.has(what)) keys.set(what, crypto.randomUUID());
  const told = await ask("POST", path, body, { key: keys.get(what), quiet: (no) => { keys.delete(what); say(no.message_zh); } });
  if (told) keys.delete(what);
  return told;
}

function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function press(text, act, kind) {
  const made = element("button", text, kind);
  made.type = "button";
  made.addEventListener("click", () => busy(made, act));
  return made;
}

async function busy(button, work) {
  button.disabled = true;
  try {
    await work();
  } finally {
    button.disabled = false;
  }
}

// A line of a list: what it is, beneath it what else is to be known, and what can be done.
function line(title, small, ...acts) {
  const item = element("li", "");
  const said = element("div", "");
  said.append(element("b", title));
  if (small) said.append(element("small", small));
  item.append(said);
  if (acts.length) {
    const all = element("span", "", "acts");
    all.append(...acts);
    item.append(all);
  }
  return item;
}

function fill(list, items, none) {
  shown(list).replaceChildren(...(items.length ? items : [element("li", none, "soft")]));
}

function sure(title, preview, then, yes = "发送") {
  shown("title").textContent = title;
  shown("preview").textContent = preview;
  shown("then").textContent = then;
  shown("yes").textContent = yes;
  shown("sure").returnValue = "";
  shown("sure").showModal();
  return new Promise((answer) => shown("sure").addEventListener("close", () => answer(shown("sure").returnValue === "yes"), { once: true }));
}
