import type { RouteRecordRaw } from "vue-router";
import type { NavItem } from "@/layout/nav";

export const routes: RouteRecordRaw[] = [{ path: "/mall/:market/:country?", component: () => import("./pages/Home.vue"), meta: { title: "mall.home.title" } }];
export const nav: NavItem[] = [];
