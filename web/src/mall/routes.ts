import type { RouteRecordRaw } from "vue-router";

const page = (path: string, name: string, load: () => Promise<any>): RouteRecordRaw => ({ path, name: `mall.${name}`, component: load, meta: { title: "mall.title" } });
export const routes: RouteRecordRaw[] = [
  {
    path: "/mall/:market/:country([A-Za-z]{2})?", component: () => import("./Frame.vue"),
    children: [
      page("", "home", () => import("./pages/Home.vue")),
      page("search", "search", () => import("./pages/Search.vue")),
      page("c/:category", "category", () => import("./pages/Search.vue")),
      page("p/:listing", "product", () => import("./pages/Product.vue")),
      page("store/:store", "store", () => import("./pages/Store.vue")),
    ],
  },
];
