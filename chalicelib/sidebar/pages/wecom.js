"use strict";
// WeCom's client, where the page stands in it and it lends a hand (`ww`, as its JS-SDK is called): who is talked to, and what
// is put into the chat. Anywhere else the text is copied, and the adviser pastes it.

const CALLS = ["getCurExternalContact", "sendChatMessage"];
let client = null;
// A client that says nothing for so long says nothing.
const PATIENCE = 5000;

async function signed(url, which) {
  const one = await ask("GET", "/staff/v1/js-signature?url=" + encodeURIComponent(url.split("#")[0]));
  return one && { timestamp: one.timestamp, nonceStr: one.nonce, signature: one[which] };
}

/** The client lends its hand by its JS-SDK, which nobody else has to read. */
async function lend() {
  const sdk = document.body.dataset.client;
  if (window.ww || !sdk || !/wxwork/i.test(navigator.userAgent)) return;
  try {
    await import(sdk);
  } catch {
    // Without it what is sent is copied, as where there is no client.
  }
}

async function meetClient() {
  await lend();
  if (!window.ww) return;
  client = window.ww;
  // Where we do not sign for this page the client refuses what it will, and what is sent is copied.
  const one = await ask("GET", "/staff/v1/js-signature?url=" + encodeURIComponent(location.href.split("#")[0]), undefined, { quiet: () => undefined });
  if (!one) return;
  client.register({
    corpId: one.corp_id,
    agentId: one.agent_id,
    jsApiList: CALLS,
    getConfigSignature: (url) => signed(url, "signature"),
    getAgentConfigSignature: (url) => signed(url, "agent_signature"),
  });
}

/** The customer of the chat that is open, '' where nobody says. */
async function current() {
  try {
    const silence = new Promise((_, fails) => setTimeout(fails, PATIENCE));
    return client ? (await Promise.race([client.getCurExternalContact(), silence])).userId : "";
  } catch {
    return "";
  }
}

const spoken = (one) => one.text?.content ?? (one.news ? one.news.title + "\n" + one.news.link : "（图片）");

/** What became of it, in words; a message after the other, as they were written. */
async function intoChat(messages) {
  try {
    if (client) {
      for (const one of messages) await client.sendChatMessage(one);
      return "已放进聊天。";
    }
  } catch {
    // What the client did not take is copied, as where there is none.
  }
  const text = messages.map(spoken).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    return "已复制，请粘贴到聊天里发送。";
  } catch {
    return "请复制后发送：" + text;
  }
}
