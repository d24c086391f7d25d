/* Two languages, zh-CN first. Each face has its own message files, loaded with its first page. */
import { createI18n } from "vue-i18n";
import zhCommon from "@/i18n/zh";

export type Locale = "zh" | "en";
export type Face = "mall" | "seller" | "school";
export type Part = Face | "door"; // messages that come together

function remembered(): Locale {
  try { return localStorage.getItem("cohong.lang") === "en" ? "en" : "zh"; } catch { return "zh"; }
}
export const i18n = createI18n({ legacy: false, locale: remembered(), fallbackLocale: "zh", messages: { zh: zhCommon, en: {} } as any, missingWarn: false, fallbackWarn: false });

const files: Record<string, () => Promise<{ default: object }>> = {
  "common.en": () => import("@/i18n/en"),
  "mall.zh": () => import("@/mall/i18n/zh"), "mall.en": () => import("@/mall/i18n/en"),
  "seller.zh": () => import("@/seller/i18n/zh"), "seller.en": () => import("@/seller/i18n/en"),
  "door.zh": () => import("@/door/i18n/zh"), "door.en": () => import("@/door/i18n/en"),
  "school.zh": () => import("@/school/i18n/zh"), "school.en": () => import("@/school/i18n/en"),
  "lesson.zh": () => import("@/lesson/i18n/zh"), "lesson.en": () => import("@/lesson/i18n/en"),
};
const loaded = new Set<string>(["common.zh"]);
const faces = new Set<string>();

async function load(part: string, lang: Locale) {
  const name = `${part}.${lang}`;
  if (loaded.has(name)) return;
  const file = await files[name]();
  i18n.global.mergeLocaleMessage(lang, file.default as any);
  loaded.add(name);
}
/* Messages of a face in the current language; `seller/i18n/zh.ts` exports { seller: {…} }. */
export async function loadFace(face?: Part) {
  if (face) faces.add(face);
  const lang = locale();
  await Promise.all([load("common", lang), ...(face ? [load(face, lang)] : [])]);
}
/* Messages that pages of several faces share, loaded by whoever shows them first. */
export async function loadPart(part: "lesson") {
  faces.add(part);
  await load(part, locale());
}
export function locale(): Locale { return (i18n.global.locale as any).value; }
export async function setLocale(lang: Locale) {
  await Promise.all([load("common", lang), ...Array.from(faces, (f) => load(f, lang))]);
  (i18n.global.locale as any).value = lang;
  document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
  try { localStorage.setItem("cohong.lang", lang); } catch { /* not kept, but used */ }
}
export const t = i18n.global.t as (key: string, ...args: any[]) => string;
/* Picks from {zh, en} (or eight languages) what the reader reads. */
export function pick(text: Record<string, string> | null | undefined): string {
  return text ? text[locale()] ?? text.en ?? text.zh ?? "" : "";
}
/* Picks x_zh or x, as questions answer: the marketplace's own language beside Chinese. */
export function pickName(o: any, member = "name"): string {
  if (!o) return "";
  return locale() === "zh" ? o[`${member}_zh`] ?? o[member] ?? "" : o[member] ?? o[`${member}_zh`] ?? "";
}
