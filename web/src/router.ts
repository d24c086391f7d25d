import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { whenSignedOut } from "@/lib/api";
import { loadFace, t, type Face } from "@/lib/i18n";
import { useMarket } from "@/stores/market";
import { useSession } from "@/stores/session";
import { routes as mall } from "@/mall/routes";
import { routes as school } from "@/school/routes";
import { routes as seller } from "@/seller/routes";

declare module "vue-router" {
  interface RouteMeta { face?: Face; title?: string; open?: boolean; wide?: boolean } // title: message key; open: no sign-in needed
}

const routes: RouteRecordRaw[] = [
  { path: "/sign-in", component: () => import("@/pages/SignIn.vue"), meta: { open: true, title: "signIn.title" } },
  { path: "/", component: () => import("@/school/pages/Start.vue"), meta: { face: "school", title: "home.title" } },
  { path: "/glossary", component: () => import("@/pages/Glossary.vue"), meta: { title: "glossary.title" } },
  ...mall.map((r) => ({ ...r, meta: { face: "mall" as Face, ...r.meta } })),
  ...seller.map((r) => ({ ...r, meta: { face: "seller" as Face, ...r.meta } })),
  ...school.map((r) => ({ ...r, meta: { face: "school" as Face, ...r.meta } })),
  { path: "/:rest(.*)*", component: () => import("@/pages/Missing.vue"), meta: { open: true, title: "missing.title" } },
];
export const router = createRouter({ history: createWebHistory(), routes, scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }) });

router.beforeEach(async (to) => {
  const session = useSession();
  await loadFace(to.meta.face);
  if (to.meta.open) return;
  let signedIn = false;
  try { signedIn = await session.load(); } catch { /* the server is away: the page says so */ signedIn = !!session.session; }
  if (!signedIn) return { path: "/sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.path === "/" && session.staff) return "/school"; // each role has its own start
});
router.afterEach((to) => {
  document.documentElement.dataset.face = to.meta.face ?? ""; // dialogs and menus stand outside the frame
  const title = to.meta.title ? t(to.meta.title) : "";
  document.title = title ? `${title} – ${t("product")}` : t("product");
});
whenSignedOut(() => {
  useSession().forget();
  useMarket().close();
  const at = router.currentRoute.value;
  if (!at.meta.open) router.push({ path: "/sign-in", query: { next: at.fullPath, again: "1" } });
});
