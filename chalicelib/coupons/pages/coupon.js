(function () {
  var main = document.querySelector("[data-offer]");
  var at = function (id) { return document.getElementById(id); };
  var show = function (id, is) { if (at(id)) at(id).hidden = !is; };
  var say = function (text) { at("said").textContent = text; show("said", true); };
  var ask = function (path, method, body, key) {
    var headers = { "X-Siyu-Console": "1" };
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    return fetch(path, { method: method, headers: headers, body: body, credentials: "same-origin" }).then(function (answer) {
      return answer.json().then(function (told) { return { status: answer.status, told: told }; });
    });
  };
  var name = "claim:" + main.dataset.claim;
  // One key for one tap and its repeats, so that a lost answer is asked for again and nothing is claimed twice.
  var key = function () {
    var kept = sessionStorage.getItem(name);
    if (!kept) {
      kept = "h5-" + Date.now() + "-" + Math.random().toString(36).slice(2);
      sessionStorage.setItem(name, kept);
    }
    return kept;
  };
  var claim = function () {
    var sent = main.dataset.claim.indexOf("/posts/") < 0 ? JSON.stringify({ source: main.dataset.source }) : null;
    at("claim").disabled = true;
    ask(main.dataset.claim, "POST", sent, key()).then(function (got) {
      if (got.status === 201) {
        sessionStorage.removeItem(name);
        show("claim", false);
        say("已领取，到店出示券码即可使用");
        at("code").textContent = got.told.code.replace(/(.{4})(?=.)/g, "$1 ");
        show("code", true);
        return;
      }
      if (got.status === 401) { location.reload(); return; }
      if (got.status < 500 && got.status !== 429) { sessionStorage.removeItem(name); show("claim", false); }
      at("claim").disabled = false;
      say(got.told.message_zh);
    }).catch(function () {
      at("claim").disabled = false;
      say("没有收到结果，请检查网络后再点一次，不会重复领取");
    });
  };
  ask(main.dataset.offer, "GET").then(function (got) {
    if (got.status !== 200) return;
    var why = got.told.why_not;
    show("ways", false);
    // A post gives what cannot be found without it.
    if (why && !(why.code === "NotClaimableHere" && main.dataset.claim.indexOf("/posts/") > 0)) { say(why.zh); return; }
    at("claim").addEventListener("click", claim);
    show("claim", true);
  }).catch(function () {});
})();
