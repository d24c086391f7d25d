import { Box, Promotion, ChatLineSquare, Coin, DataAnalysis, Goods, HomeFilled, List, Medal, RefreshLeft, Shop, ShoppingCart, Timer, Van } from "@element-plus/icons-vue";
import type { RouteRecordRaw } from "vue-router";
import type { NavItem } from "@/layout/nav";

const page = (path: string, name: string, load: () => Promise<any>): RouteRecordRaw => ({ path, name: `seller.${name}`, component: load, meta: { title: `seller.${name}.title` } });
export const routes: RouteRecordRaw[] = [
  {
    path: "/seller/:market", component: () => import("./Frame.vue"),
    children: [
      page("", "dashboard", () => import("./pages/Dashboard.vue")),
      page("store", "store", () => import("./pages/Store.vue")),
      page("sourcing", "sourcing", () => import("./pages/Sourcing.vue")),
      page("sourcing/:good", "good", () => import("./pages/Good.vue")),
      page("purchases", "purchases", () => import("./pages/Purchases.vue")),
      page("stock", "stock", () => import("./pages/Stock.vue")),
      page("listings", "listings", () => import("./pages/Listings.vue")),
      page("listings/new", "editor", () => import("./pages/Editor.vue")),
      page("listings/:id", "editor2", () => import("./pages/Editor.vue")),
      page("listings/:id/why", "why", () => import("./pages/Why.vue")),
      page("ads", "ads", () => import("./pages/Ads.vue")),
      page("ads/:id", "campaign", () => import("./pages/Campaign.vue")),
      page("what-if", "whatif", () => import("./whatif/WhatIf.vue")),
      page("orders", "orders", () => import("./pages/Orders.vue")),
      page("orders/:id", "order", () => import("./pages/Order.vue")),
      page("shipping", "shipping", () => import("./pages/Shipping.vue")),
      page("returns", "returns", () => import("./pages/Returns.vue")),
      page("reviews", "reviews", () => import("./pages/Reviews.vue")),
      { path: "marks", name: "seller.marks", component: () => import("./pages/Marks.vue"), meta: { title: "marks.own" } },
      page("money", "money", () => import("./pages/Money.vue")),
    ],
  },
];
const item = (key: string, icon: any, path: string, badge?: string): NavItem => ({ key, label: `seller.nav.${key}`, icon, match: `/seller/:market${path}`, badge, to: (p) => `/seller/${p.market}${path}` });
export const nav: NavItem[] = [
  item("dashboard", HomeFilled, ""), item("sourcing", ShoppingCart, "/sourcing"), item("purchases", List, "/purchases"), item("stock", Box, "/stock"), item("listings", Goods, "/listings", "suppressed"),
  item("ads", Promotion, "/ads"), item("whatif", Timer, "/what-if"), item("orders", Van, "/orders", "toShip"), item("shipping", DataAnalysis, "/shipping"), item("returns", RefreshLeft, "/returns", "returns"), item("reviews", ChatLineSquare, "/reviews"), item("money", Coin, "/money"), item("store", Shop, "/store"), { ...item("marks", Medal, "/marks"), label: "marks.own" },
];
