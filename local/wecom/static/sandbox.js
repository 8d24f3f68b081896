"use strict";
// The page's whole behaviour: a selection kept in the URL hash, panels fetched again when the
// ledger grows, and forms that post JSON to the control API.

const selection = new URLSearchParams(location.hash.slice(1));
let lastSeq = -1;

function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.classList.remove("on"), 4000);
}

async function send(method, url, body) {
  const options = { method, headers: { "Content-Type": "application/json" } };
  if (body !== undefined) options.body = JSON.stringify(body);
  const answer = await fetch(url, options);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error || answer.statusText);
  return data;
}

// --- selection ---------------------------------------------------------------------------------

function select(changes) {
  for (const [name, value] of new URLSearchParams(changes)) {
    if (value) selection.set(name, value);
    else selection.delete(name);
  }
  history.replaceState(null, "", "#" + selection);
  refresh();
}

// --- panels ------------------------------------------------------------------------------------

function fields(panel) {
  const kept = new Map();
  for (const form of panel.querySelectorAll("form[data-key]"))
    for (const input of form.querySelectorAll("input[name]:not([type=hidden])"))
      kept.set([form.dataset.key, input.name, input.type === "checkbox" ? input.value : ""].join(), input);
  return kept;
}

function carryOver(before, panel) {
  for (const [key, input] of fields(panel)) {
    const old = before.get(key);
    if (!old || old.dataset.sent) continue;
    const touched = old.type === "checkbox" ? old.checked !== old.defaultChecked : old.value !== old.defaultValue;
    if (touched && input.type === "checkbox") input.checked = old.checked;
    else if (touched) input.value = old.value;
    if (old === carryOver.focused) input.focus();
  }
}

async function load(panel) {
  const answer = await fetch(panel.dataset.panel + "?" + selection);
  const html = await answer.text();
  if (html === panel.lastHtml) return;
  if (panel.lastHtml && panel.querySelector("[data-steady]") && html.includes("data-steady")) return;
  panel.lastHtml = html;
  const before = fields(panel);
  const open = new Set([...panel.querySelectorAll("details[open]")].map((d) => d.dataset.key));
  carryOver.focused = document.activeElement;
  panel.innerHTML = html;
  carryOver(before, panel);
  for (const d of panel.querySelectorAll("details")) d.open = open.has(d.dataset.key);
  for (const box of panel.querySelectorAll("[data-bottom]")) box.scrollTop = box.scrollHeight;
}

// Whoever shows the desk in a frame is told which chat is open.
function tellChat() {
  if (parent !== window && location.search === "?only=desk") parent.postMessage({ siyu: "chat", staff: selection.get("staff") || "", peer: selection.get("peer") || "" }, "*");
}

function refresh() {
  tellChat();
  for (const button of document.querySelectorAll("#kinds button"))
    button.classList.toggle("on", button.dataset.set === "kind=" + (selection.get("kind") || ""));
  return Promise.all([...document.querySelectorAll("[data-panel]")].map(load));
}

async function watch() {
  try {
    const { last } = await send("GET", "/_sandbox/ledger?limit=1");
    if (last !== lastSeq) {
      lastSeq = last;
      await refresh();
    } else {
      const side = document.getElementById("side");
      if (side) await load(side);
    }
  } catch {
    toast("沙箱没有应答 / the sandbox does not answer");
  }
  setTimeout(watch, 1000);
}

// --- acts --------------------------------------------------------------------------------------

function bodyOf(form) {
  const body = {};
  for (const [name, value] of new FormData(form)) {
    if (name === "tags[]") body.tags = body.tags || [];
    else if (name === "tags") (body.tags = body.tags || []).push(value);
    else if (value !== "" || name === "remark") body[name] = value;
  }
  return body;
}

function scan(text) {
  const link = text.trim();
  const isQr = !/^https?:/.test(link) || (link.startsWith(location.origin) && link.includes("/qr/")) || /\/qr\/[0-9a-f]{32}/.test(link);
  const value = isQr ? { scan: link.split("?")[0].replace(/\/$/, "").split("/").pop(), page: "" } : { page: link, scan: "" };
  select(new URLSearchParams(value));
}

async function submit(form) {
  if (form.dataset.ask && !confirm(form.dataset.ask)) return;
  const answer = await send("POST", form.dataset.post, bodyOf(form));
  for (const input of form.elements) input.dataset.sent = "1";
  form.reset();
  if (form.dataset.go) {
    location.href = form.dataset.go + answer.id;
    return;
  }
  const then = new URLSearchParams(form.dataset.then || "");
  if (then.get("customer") === "id") then.set("customer", answer.id);
  select(then);
}

function act(promise) {
  promise.then(refresh).catch((error) => toast(error.message));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("plain" in form.dataset) return void (isLeaving = true);
  event.preventDefault();
  if ("scan" in form.dataset) return scan(form.elements.link.value);
  act(submit(form));
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-set],[data-url],[data-delete]");
  if (!target) return;
  if (target.dataset.set !== undefined) {
    event.preventDefault();
    select(target.dataset.set);
  }
  if (target.dataset.url) act(send("POST", target.dataset.url, JSON.parse(target.dataset.body)));
  if (target.dataset.delete) act(send("DELETE", target.dataset.delete));
});

document.addEventListener("change", (event) => {
  const name = event.target.dataset.select;
  if (name) select(new URLSearchParams({ [name]: event.target.value, staff: "", peer: "" }));
});

// --- a code that somebody is to scan ------------------------------------------------------------

// Whoever says here who scans is led on by that press: followed by the picture too, the one login code would be used twice.
let isLeaving = false;

async function wait(picture) {
  const { expired, location: next } = await send("GET", "/wwlogin/sso/tickets/" + picture.dataset.ticket);
  if (isLeaving) return;
  if (next) return location.replace(next);
  if (expired) return (document.getElementById("expired").hidden = false);
  setTimeout(wait, 1000, picture);
}

const picture = document.querySelector("[data-ticket]");
if (picture) wait(picture);

window.addEventListener("hashchange", () => location.reload());
if (document.querySelector("[data-panel]")) watch();
