/* Sets theme and language before the first paint, so that nothing flashes. */
(function () {
  var theme = null, lang = null;
  try {
    theme = localStorage.getItem("cohong.theme");
    lang = localStorage.getItem("cohong.lang");
  } catch (e) { /* storage is off: the defaults do */ }
  var dark = theme === "dark" || (theme !== "light" && window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches);
  if (dark) document.documentElement.className = "dark";
  if (lang === "en") document.documentElement.lang = "en";
})();
