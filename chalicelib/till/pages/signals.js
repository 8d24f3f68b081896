"use strict";
// What a clerk hears and sees of a yes or a no without reading: a tone each, the whole screen in a colour, and words.

const TONES = { yes: [[660, 0], [880, 0.12]], no: [[220, 0], [220, 0.22]] };
const LOUD = 0.2;
const LASTS = 0.16;
let audio = null;

const isMute = () => local.getItem("siyu-till-mute") === "1";

function showMute() {
  $("mute").setAttribute("aria-pressed", String(isMute()));
  $("mute").textContent = isMute() ? "声音 关" : "声音 开";
}

// A browser lets a page sound only after a touch: the player is made at the first one, and at each it is woken.
function wake() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  } catch {
    audio = null;
  }
}

function sound(what) {
  document.documentElement.dataset.sounded = isMute() ? "" : what;
  if (isMute() || !audio) return;
  for (const [pitch, after] of TONES[what]) {
    const [tone, volume, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + after];
    tone.type = what === "yes" ? "sine" : "square";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(what === "yes" ? LOUD : LOUD / 2, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + LASTS);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + LASTS);
  }
}

// Until when something can be taken back, by the server's clock: this phone's may be wrong, so what was measured is how far
// it is from the server's when that last said what time it is.
let ahead = 0;
const knowTime = (at) => { ahead = Date.now() - Date.parse(at); };

function left(until) {
  const seconds = Math.floor((Date.parse(until) - Date.now() + ahead) / 1000);
  if (seconds < 0) return "";
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

// Each second, every button that has an end shows what is left of it, and goes when nothing is.
function tick() {
  for (const button of document.querySelectorAll("[data-until]")) {
    const rest = left(button.dataset.until);
    if (rest) button.textContent = button.dataset.word + "（" + rest + "）";
    else button.hidden = true;
  }
}

function untilThen(button, word, until) {
  button.dataset.word = word;
  button.dataset.until = until;
  tick();
}

/** The whole screen says it. undo: what takes it back, and until when; back: there is a coupon to go back to. */
function proclaim(isGood, verdict, big, told, { undo = null, until = "", back = false } = {}) {
  sound(isGood ? "yes" : "no");
  $("result").className = isGood ? "good" : "bad";
  $("sign").textContent = isGood ? "✓" : "✕";
  $("verdict").textContent = verdict;
  $("big").textContent = big;
  $("told").textContent = told;
  $("back").hidden = !back;
  $("undonow").hidden = !undo;
  delete $("undonow").dataset.until;
  if (undo) untilThen($("undonow"), "撤销核销", until);
  $("undonow").onclick = undo;
  $("next").textContent = canScan() ? "扫下一位" : "下一位";
  if (!$("result").open) $("result").showModal();
  $("next").focus();
}

addEventListener("pointerdown", wake);
addEventListener("keydown", wake);
setInterval(tick, 1000);
