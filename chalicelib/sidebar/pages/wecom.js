"use strict";
// WeCom's client, where the page stands in it and it lends a hand (`ww`, as its JS-SDK is called): who is talked to, and what
// is put into the chat. Anywhere else the text is copied, and the adviser pastes it.

const CALLS = ["getCurExternalContact", "sendChatMessage"];
let client = null;

async function signed(url, which) {
  const one = await ask("GET", "/staff/v1/js-signature?url=" + encodeURIComponent(url.split("#")[0]));
  return one && { timestamp: one.timestamp, nonceStr: one.nonce, signature: one[which] };
}

async function meetClient() {
  if (!window.ww) return;
  const one = await ask("GET", "/staff/v1/js-signature?url=" + encodeURIComponent(location.href.split("#")[0]));
  if (!one) return;
  window.ww.register({
    corpId: one.corp_id,
    agentId: one.agent_id,
    jsApiList: CALLS,
    getConfigSignature: (url) => signed(url, "signature"),
    getAgentConfigSignature: (url) => signed(url, "agent_signature"),
  });
  client = window.ww;
}

/** The customer of the chat that is open, '' where nobody says. */
async function current() {
  try {
    return client ? (await client.getCurExternalContact()).userId : "";
  } catch {
    return "";
  }
}

const spoken = (one) => one.text?.content ?? (one.news ? one.news.title + "\n" + one.news.link : "（图片）");

/** What became of it, in words; a message after the other, as they were written. */
async function intoChat(messages) {
  if (!client) {
    const text = messages.map(spoken).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      return "已复制，请粘贴到聊天里发送。";
    } catch {
      return "请复制后发送：" + text;
    }
  }
  try {
    for (const one of messages) await client.sendChatMessage(one);
    return "已放进聊天。";
  } catch {
    return "企业微信没有把消息放进聊天，请再试一次。";
  }
}
