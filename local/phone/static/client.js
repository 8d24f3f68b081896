"use strict";
// As much of WeCom's client as the side bar needs: who is talked to, and a message put into the chat.

window.ww = {
  register() {},
  async getCurExternalContact() {
    return { userId: new URLSearchParams(location.search).get("external_userid") || "" };
  },
  async sendChatMessage(message) {
    const text = message.text?.content ?? (message.news ? `${message.news.title} ${message.news.link}` : "[图片]");
    const external_userid = new URLSearchParams(location.search).get("external_userid");
    const answer = await fetch("/phone/chat", { method: "POST", body: JSON.stringify({ external_userid, text }) });
    if (!answer.ok) throw new Error("the sandbox did not take it");
  },
};
