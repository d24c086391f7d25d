import type { RouteRecordRaw } from "vue-router";

const page = (path: string, name: string, load: () => Promise<any>): RouteRecordRaw => ({ path, name: `seller.${name}`, component: load, meta: { title: `seller.${name}.title` } });
export const routes: RouteRecordRaw[] = [
  {
    path: "/seller/:market", component: () => import("./Frame.vue"),
    children: [page("", "dashboard", () => import("./pages/Dashboard.vue"))],
  },
];
