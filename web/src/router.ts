import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { whenSignedOut } from "@/lib/api";
import { keepPlace, lastClass } from "@/door/data";
import { loadFace, t, type Face, type Part } from "@/lib/i18n";
import { useMarket } from "@/stores/market";
import { useSession } from "@/stores/session";
import { routes as mall } from "@/mall/routes";
import { routes as school } from "@/school/routes";
import { routes as seller } from "@/seller/routes";

declare module "vue-router" {
  interface RouteMeta { face?: Face; part?: Part; title?: string; open?: boolean; wide?: boolean } // title: message key; open: no sign-in needed; part: messages if it is no face's page
}

const routes: RouteRecordRaw[] = [
  { path: "/sign-in", component: () => import("@/pages/SignIn.vue"), meta: { open: true, part: "door", title: "signIn.title" } },
  { path: "/enter/:code", component: () => import("@/door/Enter.vue"), meta: { open: true, part: "door", title: "signIn.title" } },
  { path: "/", component: () => import("@/school/pages/Start.vue"), meta: { face: "school", title: "home.title" } },
  { path: "/glossary", component: () => import("@/pages/Glossary.vue"), meta: { title: "glossary.title" } },
  ...mall.map((r) => ({ ...r, meta: { face: "mall" as Face, ...r.meta } })),
  ...seller.map((r) => ({ ...r, meta: { face: "seller" as Face, ...r.meta } })),
  ...school.map((r) => ({ ...r, meta: { face: "school" as Face, ...r.meta } })),
  { path: "/:rest(.*)*", component: () => import("@/pages/Missing.vue"), meta: { open: true, title: "missing.title" } },
];
export const router = createRouter({ history: createWebHistory(), routes, scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }) });

/* What the server says of a session that is no more; students go back to the door of their class. */
const WHY: Record<string, string> = { "auth.idle": "idle", "auth.moved": "moved", "auth.over": "over", "auth.reset": "reset", "auth.signed_out": "out" };
router.beforeEach(async (to) => {
  const session = useSession();
  await loadFace(to.meta.face ?? to.meta.part);
  if (to.meta.open) return;
  let signedIn = false;
  try { signedIn = await session.load(); } catch { /* the server is away: the page says so */ signedIn = !!session.session; }
  if (!signedIn && WHY[session.ended]) { const last = lastClass(); return { path: last ? `/enter/${last.code}` : "/sign-in", query: { why: WHY[session.ended] } }; }
  if (!signedIn) return { path: "/sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
  if (to.path === "/" && session.staff) return "/school"; // each role has its own start
});
router.afterEach((to) => {
  document.documentElement.dataset.face = to.meta.face ?? (to.meta.part === "door" ? "school" : ""); // dialogs and menus stand outside the frame
  const title = to.meta.title ? t(to.meta.title) : "";
  document.title = title ? `${title} – ${t("product")}` : t("product");
});
whenSignedOut((code) => {
  const session = useSession(), at = router.currentRoute.value, door = session.door;
  if (!session.session) return; // several requests come back refused at once: the first has said so
  if (session.person && !at.meta.open) keepPlace(session.person.id, at.fullPath);
  session.forget();
  useMarket().close();
  if (!at.meta.open) router.push({ path: door ? `/enter/${door.code}` : "/sign-in", query: { why: WHY[code] ?? "again" } });
});
