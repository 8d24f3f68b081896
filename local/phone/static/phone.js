"use strict";
// What is on is asked once a second; a press is told at once. A frame is led elsewhere only when somebody else is meant.

const at = (id) => document.getElementById(id);
const led = new Map();
let last = "";
let now = null;

function lead(id, address) {
  if (led.get(id) === address) return;
  led.set(id, address);
  at(id).src = address;
}

function put(tag, text, into) {
  const one = document.createElement(tag);
  one.textContent = text;
  into.append(one);
  return one;
}

async function press(path) {
  for (const button of document.querySelectorAll(".acts button, #plays button")) button.disabled = true;
  await fetch(path, { method: "POST" }).catch(() => undefined);
  await look();
}

function draw(seen) {
  const { shown } = seen;
  const isOn = shown.state !== "none";
  at("plays").replaceChildren();
  if (!isOn) {
    for (const [name, title] of Object.entries(seen.plays)) {
      put("button", title.split(" · ")[0], at("plays")).onclick = () => press("/phone/stories/" + name);
    }
  }
  at("title").textContent = isOn ? shown.title : "";
  at("steps").replaceChildren();
  for (const step of shown.steps) {
    const line = put("li", (step.ms < 0 ? "" : "✓ ") + step.zh, at("steps"));
    put("small", step.ms < 0 ? step.en : `${step.en} · ${step.ms} ms`, line);
    for (const note of step.notes) put("small", note, line);
    if (step.ms < 0) line.setAttribute("aria-current", "step");
  }
  at("steps").scrollTop = at("steps").scrollHeight;
  at("why").textContent = shown.why;
  at("on").hidden = !["waits", "plays"].includes(shown.state);
  at("on").disabled = shown.state !== "waits";
  at("on").textContent = shown.state === "plays" ? "正在进行…" : "下一步";
  at("leave").hidden = !isOn;
  at("leave").disabled = false;
}

function open(seen) {
  const mine = (userid, path) => `http://${userid}.localhost:${seen.port}${path}`;
  const corp = `corp=${seen.corp}`;
  lead("customer", `${seen.sandbox}/?only=phone#customer=${seen.customer}`);
  lead("staff", `${seen.sandbox}/?only=desk#${corp}&staff=lily`);
  lead("clerk", mine("store", "/till"));
  lead("side", `${seen.sandbox}/?only=side`);
  lead("ledger", `${seen.sandbox}/?only=ledger`);
  const who = at("who");
  if (who.options.length === 0) {
    for (const [userid, name] of Object.entries(seen.staff)) put("option", name, who).value = userid;
    who.onchange = () => lead("console", mine(who.value, "/console"));
  }
  lead("console", mine(who.value, "/console"));
}

async function look() {
  try {
    const text = await (await fetch("/phone/seen")).text();
    at("toast").hidden = true;
    if (text === last) return;
    last = text;
    const seen = JSON.parse(text);
    now = seen;
    open(seen);
    draw(seen);
  } catch {
    at("toast").hidden = false;
  }
}

// The chat that is open at the sandbox's desk: beside it stands the side bar, as WeCom's client would open it.
addEventListener("message", ({ origin, data }) => {
  if (!now || origin !== new URL(now.sandbox).origin || data?.siyu !== "chat") return;
  at("beside").hidden = !data.peer;
  if (data.peer) lead("bar", `http://${data.staff}.localhost:${now.port}/side?external_userid=${encodeURIComponent(data.peer)}`);
});

async function watch() {
  await look();
  setTimeout(watch, 1000);
}

for (const button of document.querySelectorAll("[data-show]")) {
  button.onclick = () => {
    for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", String(other === button));
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = part.dataset.part !== button.dataset.show;
  };
}
at("on").onclick = () => press("/phone/on");
at("leave").onclick = () => press("/phone/leave");
watch();
