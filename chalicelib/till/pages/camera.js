"use strict";
// A code before the camera: WeCom's own scan where the page stands in WeCom and its client is there, the browser's
// reader of codes where it has one, and else nothing but what the clerk types or a scanner writes.

const EVERY_MS = 120;
const canSee = "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);
const wecom = () => window.ww?.scanQRCode && window.ww;
const canScan = () => Boolean(wecom() || canSee);
let stream = null;

/** What was read, '' for nothing. Throws where the camera is not given. */
async function read() {
  if (wecom()) return (await wecom().scanQRCode({ needResult: true, scanType: ["qrCode", "barCode"] })).resultStr || "";
  stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  $("view").srcObject = stream;
  await $("view").play();
  $("camera").showModal();
  try {
    return await watch(new BarcodeDetector({ formats: ["qr_code", "code_128"] }));
  } finally {
    dark();
  }
}

async function watch(reader) {
  while ($("camera").open) {
    const [found] = await reader.detect($("view")).catch(() => []);
    if (found?.rawValue) return found.rawValue;
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
  return "";
}

function dark() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  $("view").srcObject = null;
  if ($("camera").open) $("camera").close();
}

async function scan() {
  let text = "";
  try {
    text = await read();
  } catch {
    say("没有用上摄像头。请在浏览器或企业微信的设置里允许使用摄像头，或输入券码。");
  }
  if (!text) return;
  const code = scanned(text);
  // What was scanned says whether it is a coupon or an order to fetch, wherever the clerk stood.
  if (isOrder(code)) return toOrder(code);
  if ($("redeem").hidden) open("redeem");
  $("code").value = code;
  await look();
}

function offerScan() {
  $("scan").hidden = $("scanorder").hidden = !canScan();
  $("scanless").hidden = canScan();
}
