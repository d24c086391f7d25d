/* Marks as the interface tells them (docs/api.md): hundredths of a point, credits in thousandths, null: not enough evidence. */
import { api } from "@/lib/api";
import { number } from "@/lib/format";
import { i18n, t } from "@/lib/i18n";

export const PARTS = ["process", "result", "knowledge", "attendance", "classwork"] as const;
export type Part = (typeof PARTS)[number];
export interface Scheme extends Record<Part, number> { mode: "practice" | "exam"; grades: boolean }
export interface Kept { n: number; at_real: string; total: number | null; grade: string; hash: string }
export interface Result { orders: number; units: number; income_fen: number; profit_fen: number; expected_milli: number | null }
export interface Total { total: number | null; computed: number | null; override: number | null; grade: string; conduct: number; warnings: number; deductions: number; parts: Record<Part, number | null>; result: Result | null; clauses: Record<string, number> }
export interface ItemHead { id: string; kind: "step" | "skill" | "quiz" | "rubric" | "day"; part: Part; title: string; clause: string; weight: number }
export interface Cell { id: string; credit: number | null; chances: number; right: number; excused: boolean }
export interface Student extends Total { seat: string; person: string; person_name: string; store_name: string; items: Cell[]; appeal: "open" | "answered" | null; kept: Kept | null }
export interface Book { lesson: { slug: string; title: string } | null; market_name: string; at: string; scheme: Scheme; items: ItemHead[]; students: Student[] }
export interface Chance { right: boolean; wrong: number; credit: number; at: string | null; at_real: string | null; position: number | null; row: string | null; kind: string; what: string }
export interface Item extends ItemHead { credit: number | null; given: number | null; chances: number; right: number; excused: boolean; next: string; evidence_text: string; evidence: Chance[] }
export interface Given { n: number; at_real: string; what: string; item: string; value: number | null; text: string; by: string }
export interface Mark extends Total { lesson: { slug: string; title: string } | null; market_name: string; at: string; scheme: Scheme; seat: string; person_name: string; store_name: string; items: Item[]; given: Given[]; appeal: "open" | "answered" | null; kept: Kept[] }
export interface Hints {
  no_effect: { seat: string; person_name: string; acts: number; last: { act: string; at_real: string } }[];
  mistakes: { text: Record<string, string>; times_all: number; seats_all: number; code: string }[];
  copies: { title: string; same_price: boolean; seats: { seat: string; person_name: string; at_real: string }[] }[];
}
export const readBook = (market: string, signal?: AbortSignal) => api.get<Book>(`/markets/${market}/marks`, {}, signal);
export const readMark = (market: string, seat?: string, signal?: AbortSignal) => api.get<Mark>(`/markets/${market}/mark`, { seat }, signal);

/* 75.64; what is not known is said in words. */
export const shown = (m: number | null | undefined) => (m === null || m === undefined ? t("marks.few") : number(m / 100, 2, 0));
export const graded = (s: Pick<Total, "total" | "grade">, grades: boolean) => (s.total === null ? t("marks.few") : grades ? t(`marks.gradeOf.${s.grade}`) : shown(s.total));
export function cellText(c: Cell | undefined): string {
  if (!c) return "–";
  if (c.excused) return t("marks.excused");
  if (c.credit !== null) return number(c.credit / 10, 1, 0);
  return c.chances ? t("marks.few") : t("marks.noChance");
}
const two = (n: number) => String(n).padStart(2, "0");
export function realTime(at: string | null): string {
  if (!at) return "";
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
}
export function actWord(name: string): string {
  const key = `marks.actOf.${name.replace(".", "_")}`, g = i18n.global as any;
  return g.te(key) || g.te(key, "zh") ? t(key) : name;
}
/* What a chance was about, in words. */
export function about(c: Chance, titles: Record<string, string> = {}): string {
  if (c.kind === "act") return actWord(c.what);
  if (c.kind === "answer") return c.what ? t("marks.kind.answer", { what: c.what }) : t("marks.kind.answerNone");
  return t(`marks.kind.${c.kind}`, { what: titles[c.what] ?? c.what });
}
export function outcome(c: Chance): string {
  if (c.right) return c.wrong ? t("marks.tries", { n: c.wrong }) : t("marks.right");
  if (c.wrong) return t("marks.neverRight", { n: c.wrong });
  return t(c.kind === "answer" || c.kind === "step" ? "marks.notYet" : "marks.missed"); // a step or a question may still be done
}
