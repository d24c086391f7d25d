/* Browsers without modules (or in compatibility mode) are told what to do. */
document.getElementById("app").innerHTML =
  '<div style="max-width:560px;margin:80px auto;font:16px/1.7 sans-serif">' +
  "<h1 style=\"font-size:20px\">请换用较新的浏览器</h1>" +
  "<p>此浏览器太旧，或正处于“兼容模式”。请在地址栏右侧切换到“极速模式”，或使用 Chrome、Edge、Firefox 的近六年版本。</p>" +
  "<p>This browser is too old or in compatibility mode. Switch to its fast mode, or use Chrome, Edge or Firefox of the last six years.</p></div>";
