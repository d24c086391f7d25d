import type { RouteRecordRaw } from "vue-router";
import type { NavItem } from "@/layout/nav";

export const routes: RouteRecordRaw[] = [{ path: "/school", component: () => import("./pages/Home.vue"), meta: { title: "school.home.title" } }];
export const nav: NavItem[] = [];
