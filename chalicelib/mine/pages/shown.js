(function () {
  var state = document.getElementById("code").dataset.state;
  // The screen stays bright while somebody waits at a till, where the phone lets us.
  var awake = function () {
    if (document.hidden || !navigator.wakeLock) return;
    navigator.wakeLock.request("screen").catch(function () {});
  };
  // What the clerk has done with it is seen here by itself: for some minutes the page looks whether it is still so.
  var looks = 60;
  var look = function () {
    if (document.hidden || looks === 0) return;
    looks -= 1;
    fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) {
      // Too many at once, or a fault: it says nothing of the thing, and a clerk may be scanning the code just now.
      if (!answer.ok && answer.status !== 401 && answer.status !== 404) return;
      return answer.text().then(function (page) {
        if (page.indexOf('data-state="' + state + '"') < 0) location.reload();
      });
    }).catch(function () {});
  };
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return;
    awake();
    look();
  });
  setInterval(look, 5000);
  awake();
})();
