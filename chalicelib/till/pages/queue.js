"use strict";
// Taps that were made and not answered: kept on this phone until the server has said yes or no. Nothing here is a
// redemption; the server decides, and one key is one redemption however often it is sent.

const KEPT_HOURS = 24;
const MOST_ANSWERS = 50;

// Where a browser allows no storage (a private window, a frame), what is kept is kept until the page closes.
function storage(name) {
  try {
    return window[name];
  } catch {
    const held = new Map();
    return {
      getItem: (place) => held.get(place) ?? null,
      setItem: (place, value) => held.set(place, value),
      removeItem: (place) => held.delete(place),
    };
  }
}
const [local, session] = [storage("localStorage"), storage("sessionStorage")];

function kept(place) {
  try {
    return JSON.parse(local.getItem(place)) || [];
  } catch {
    return [];
  }
}

class Taps {
  constructor(who) {
    this.place = "siyu-till-" + who;
  }

  // What became of taps that were sent later: kept until the clerk has seen it, for a no is a customer to be told.
  answers() {
    return kept(this.place + "-answers");
  }

  tell(answer) {
    local.setItem(this.place + "-answers", JSON.stringify([answer, ...this.answers()].slice(0, MOST_ANSWERS)));
  }

  seen(key) {
    local.setItem(this.place + "-answers", JSON.stringify(this.answers().filter((one) => one.key !== key)));
  }

  all() {
    return kept(this.place);
  }

  put(taps) {
    local.setItem(this.place, JSON.stringify(taps));
  }

  keep(tap) {
    this.put([...this.all().filter((one) => one.key !== tap.key), tap]);
  }

  drop(key) {
    this.put(this.all().filter((one) => one.key !== key));
  }

  // Older ones are known by nobody as the same act any more, so they are not sent but shown to be done anew.
  isOver(tap) {
    return Date.now() - Date.parse(tap.body.tapped_at) > KEPT_HOURS * 3600e3;
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
