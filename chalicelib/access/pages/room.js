"use strict";
// Who is signed in, and signing out. The session is a cookie that this script cannot read.

const shown = (id) => document.getElementById(id);

function show(section) {
  for (const id of ["waiting", "in", "gone"]) shown(id).hidden = id !== section;
}

function say(zh, en) {
  shown("wrong").textContent = zh + " " + en;
  shown("wrong").hidden = false;
}

async function ask(method, path) {
  const answer = await fetch(path, { method, headers: { "X-Siyu-Console": "1", Accept: "application/json" } });
  return { status: answer.status, body: await answer.json() };
}

function fill(me) {
  shown("name").textContent = me.name || me.userid;
  shown("role").textContent = me.role_name || me.role;
  shown("corp").textContent = me.corp.name;
  shown("until").textContent = new Date(me.session_ends_at).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" });
  shown("face").textContent = (me.name || me.userid).slice(0, 1);
  shown("again").href = "/admin/v1/sign-in?corp=" + me.corp.key;
  if (me.avatar) {
    shown("avatar").addEventListener("load", () => { shown("avatar").hidden = false; shown("face").hidden = true; });
    shown("avatar").src = me.avatar;
  }
  show("in");
}

async function leave(everywhere) {
  for (const id of ["out", "everywhere"]) shown(id).disabled = true;
  try {
    const { status, body } = await ask("DELETE", "/admin/v1/sessions" + (everywhere ? "?everywhere=true" : ""));
    if (status === 200 || status === 401) return show("gone");
    say(body.message_zh, body.message_en);
  } catch {
    say("没有连上，请检查网络后重试。", "No connection. Look at your network and try again.");
  }
  for (const id of ["out", "everywhere"]) shown(id).disabled = false;
}

async function begin() {
  try {
    const { status, body } = await ask("GET", "/admin/v1/me");
    if (status === 200) return fill(body);
    if (status === 401) return location.replace("/admin/v1/sign-in");
    say(body.message_zh, body.message_en);
  } catch {
    say("没有连上，请检查网络后重新打开。", "No connection. Look at your network and open this again.");
  }
}

shown("out").addEventListener("click", () => leave(false));
shown("everywhere").addEventListener("click", () => leave(true));
begin();
