import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { i18n, loadFace } from "./lib/i18n";
import { router } from "./router";
import "element-plus/theme-chalk/base.css";
import "element-plus/theme-chalk/dark/css-vars.css";
import "./theme.css";

start();
async function start() {
  await loadFace();
  createApp(App).use(createPinia()).use(i18n).use(router).mount("#app");
}
