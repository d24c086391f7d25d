import { Finished, Notebook, OfficeBuilding, School, Setting, User } from "@element-plus/icons-vue";
import type { RouteRecordRaw } from "vue-router";
import type { NavItem } from "@/layout/nav";

const page = (path: string, name: string, load: () => Promise<any>): RouteRecordRaw => ({ path, name: `school.${name}`, component: load, meta: { title: `school.${name}.title` } });
export const routes: RouteRecordRaw[] = [
  { path: "/school/markets/:market/project", component: () => import("./pages/Project.vue"), meta: { title: "wall.title" } },
  {
    path: "/school", component: () => import("./Frame.vue"),
    children: [
      page("", "markets", () => import("./pages/Markets.vue")),
      page("markets/:market", "market", () => import("./pages/Market.vue")),
      { path: "markets/:market/board", component: () => import("./pages/Board.vue"), meta: { title: "board.title", wide: true } },
      { path: "markets/:market/marks", component: () => import("./pages/Marks.vue"), meta: { title: "marks.title", wide: true } },
      { path: "markets/:market/marks/:seat", component: () => import("./pages/StudentMark.vue"), meta: { title: "marks.one" } },
      { path: "classes/:class/marks", component: () => import("./pages/ClassMarks.vue"), meta: { title: "marks.classTitle" } },
      page("markets/:market/stores/:store", "store", () => import("./pages/Store.vue")),
      page("classes", "classes", () => import("./pages/Classes.vue")),
      page("classes/:class", "class", () => import("./pages/Class.vue")),
      page("classes/:class/slips", "slips", () => import("./pages/Slips.vue")),
      page("lessons", "lessons", () => import("./pages/Lessons.vue")),
      page("lessons/:slug", "lesson", () => import("./pages/Lesson.vue")),
      page("people", "people", () => import("./pages/People.vue")),
      page("people/:person", "person", () => import("./pages/Person.vue")),
      { path: "programmes", component: () => import("./programme/Programmes.vue"), meta: { title: "programme.title" } },
      { path: "programmes/:programme", component: () => import("./programme/Programme.vue"), meta: { title: "programme.title", wide: true } },
      page("settings", "settings", () => import("./pages/SchoolSettings.vue")),
    ],
  },
  { path: "/school/classes/:class/door", name: "school.door", component: () => import("./pages/DoorScreen.vue"), meta: { title: "roster.project.title" } },
  { path: "/looks", name: "school.looks", component: () => import("./pages/Looks.vue"), meta: { title: "roster.looks.title" } },
];
const item = (key: string, icon: any, path: string, match = path): NavItem => ({ key, label: `school.nav.${key}`, icon, match: `/school${match}`, to: () => `/school${path}` });
export const nav: NavItem[] = [item("markets", OfficeBuilding, ""), item("classes", School, "/classes"), item("lessons", Notebook, "/lessons"), item("programmes", Finished, "/programmes"), item("people", User, "/people"), item("settings", Setting, "/settings")];
