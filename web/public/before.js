/* Sets theme and language before the first paint, so that nothing flashes. */
(function () {
  /* Modules, but older than what the pages are built for (Chrome 87): String.replaceAll came with 85, the property inset with 87. */
  if (!("noModule" in document.createElement("script")) || !String.prototype.replaceAll || !window.CSS || !CSS.supports("inset", "0")) {
    location.replace("/old.html");
    return;
  }
  var theme = null, lang = null;
  try {
    theme = localStorage.getItem("cohong.theme");
    lang = localStorage.getItem("cohong.lang");
  } catch (e) { /* storage is off: the defaults do */ }
  var dark = theme === "dark" || (theme !== "light" && window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches);
  if (dark) document.documentElement.className = "dark";
  if (lang === "en") document.documentElement.lang = "en";
})();
