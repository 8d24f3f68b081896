(function () {
  var shown = document.querySelector("[data-left]");
  var ends = Date.now() + Number(shown.dataset.left) * 1000;
  var two = function (n) { return (n < 10 ? "0" : "") + n; };
  var timer = setInterval(function () {
    var left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    shown.textContent = two(Math.floor(left / 3600)) + ":" + two(Math.floor(left / 60) % 60) + ":" + two(left % 60);
    if (left === 0) { clearInterval(timer); setTimeout(function () { location.reload(); }, 3000); }
  }, 1000);
})();
