"use strict";
// How the till talks to the server and shows what it is told. The session is a cookie that no script can read.

const $ = (id) => document.getElementById(id);

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
  return { status: answer.status, ok: answer.ok, body: told, wait: Number(answer.headers.get("Retry-After")) || 0 };
}

function signIn() {
  // What stands behind # does not come back from WeCom.
  if (location.hash) session.setItem("siyu-till-code", location.hash.slice(1));
  location.replace("/admin/v1/sign-in?next=/till");
}

const yuan = (fen) => "¥" + (fen / 100).toFixed(fen % 100 ? 2 : 0);
const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" });
const day = (at) => new Date(at).toLocaleDateString("zh-CN", { timeZone: "Asia/Shanghai" });
const fours = (code) => code.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
// A scanner types what it reads, and that may be a link with the code at its end.
const isOrder = (code) => /^[0-9a-z]{32}$/i.test(code);
const scanned = (text) => (text.includes("://") ? text.split(/[#=/]/).pop() : text).trim();

function say(text, isGood = false) {
  $("said").textContent = text || "";
  $("said").classList.toggle("good", isGood);
  $("said").hidden = !text;
  if (text) scrollTo({ top: 0 });
}

// What is wrong stands at its field; "" takes it away.
function wrong(id, text) {
  $(id + "wrong").textContent = text;
  $(id + "wrong").hidden = !text;
  if (text) $(id).setAttribute("aria-invalid", "true");
  else $(id).removeAttribute("aria-invalid");
  if (text) $(id).select();
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function line(list, title, small, side, act, until) {
  const item = document.createElement("li");
  item.append(element("b", title), element("small", small));
  if (act) {
    const button = element("button", side);
    button.type = "button";
    button.addEventListener("click", act);
    item.append(button);
    list.append(item);
    if (until) untilThen(button, side, until);
    return;
  }
  if (side) item.append(element("span", side, "amount"));
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
