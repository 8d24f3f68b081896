"use strict";
// Taps that were made and not answered: kept on this phone until the server has said yes or no. Nothing here is a
// redemption; the server decides, and one key is one redemption however often it is sent.

const KEPT_HOURS = 24;

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

class Taps {
  constructor(who) {
    this.place = "siyu-till-" + who;
  }

  all() {
    try {
      return JSON.parse(local.getItem(this.place)) || [];
    } catch {
      return [];
    }
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
