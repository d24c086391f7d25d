/* The trade's terms (docs/terms.csv), read when one is first asked for. */
import { shallowRef } from "vue";
import type { Term } from "virtual:terms";

export type { Term };
export const terms = shallowRef<Map<string, Term>>(new Map());
let asking: Promise<void> | null = null;
export function loadTerms(): Promise<void> {
  return (asking ??= import("virtual:terms").then((m) => { terms.value = new Map(m.default.map((t) => [t.key, t])); }, (e) => { asking = null; throw e; }));
}
const initials = (t: Term) => t.pinyin.split(" ").map((s) => s[0]).join("");
/* How well a term answers what was typed, 0 not at all: characters, pinyin (whole or first letters), English, words that it replaces, its definition. */
export function matches(t: Term, typed: string): number {
  const q = typed.trim().toLowerCase();
  if (!q) return 1;
  const close = q.replace(/[\s']+/g, "").replace(/ü/g, "v"), pinyin = t.pinyin.replace(/ /g, ""), en = t.en.toLowerCase();
  if (t.zh.toLowerCase() === q || en === q) return 9;
  if (t.zh.toLowerCase().startsWith(q) || en.startsWith(q)) return 8;
  if (/^[a-z]+$/.test(close)) {
    if (pinyin.startsWith(close) || pinyin.replace(/lv/g, "lu").startsWith(close)) return 7;
    if (close.length > 1 && initials(t).startsWith(close)) return 6;
    if (` ${en}`.includes(` ${q}`)) return 5;
    if (close.length > 2 && (pinyin.includes(close) || initials(t).includes(close))) return 4;
  }
  if (t.zh.includes(q)) return 5;
  if (`${t.instead_of_zh ?? ""}|${t.instead_of_en ?? ""}`.toLowerCase().split("|").some((x) => x && x.includes(q))) return 3;
  return q.length > 1 && `${t.definition_zh} ${t.definition_en}`.toLowerCase().includes(q) ? 2 : 0;
}
