import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { defineConfig } from "vite";
import { lists } from "./lists";

// `npm run dev` serves the pages and asks a running server (./run) for everything under /api.
export default defineConfig({
  plugins: [
    vue(),
    lists(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: "css" })] }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false, __INTLIFY_PROD_DEVTOOLS__: false },
  build: {
    target: "chrome87",
    cssTarget: "chrome87",
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks(id) {
          if (/node_modules\/(vue|@vue|vue-router|pinia|vue-i18n|@intlify)\//.test(id)) return "vue";
          if (/node_modules\/(echarts|zrender|tslib)\//.test(id)) return "echarts";
        },
      },
    },
  },
  server: { proxy: { "/api": process.env.COHONG ?? "http://127.0.0.1:8080" } },
});
