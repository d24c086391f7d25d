/* Lessons as the interface tells them (docs/api.md), and the words that their pages share. */
import { defineStore } from "pinia";
import { ref, watch } from "vue";
import { api } from "@/lib/api";
import { loadPart, locale } from "@/lib/i18n";
import { useMarket } from "@/stores/market";

export interface Text { title: string; body: string; aside: string }
export interface Section extends Text { id: string }
export interface Stage extends Text { id: string; session: number; begin: number; minutes: number; next_day: number[]; steps: string[] }
export interface PackStep extends Text { id: string; check: string; check_text: string; how: "market" | "number" | "choice" | "text"; choices: string[]; points: number; to: string }
export interface Step extends PackStep { state: "open" | "done" | "excused"; at_real: string | null; earned: number; evidence: string; answer: string }
export interface PackHead { slug: string; title: Record<string, string>; summary: Record<string, string>; minutes: number; points: number; world: string; kind: "lesson" | "project" | "contest"; course: string; sessions: number; clauses: string[]; steps: number; days: number }
export interface RubricRow extends Text { id: string; clause: string; check: string; step: string; weight: number }
export interface Pack extends Omit<PackHead, "steps"> { settings: Record<string, unknown>; stages: Stage[]; steps: PackStep[]; rubric: RubricRow[]; sections: Section[] }
export interface Question { id: string; kind: "single" | "multiple" | "number"; points: number; title: string; question: string; options: string[]; state: "open" | "wrong" | "done"; wrong: number; answer: string; why: string }
export interface Lesson {
  slug: string; title: string; summary: string; minutes: number; seat: string | null; stage: string | null; elapsed_s: number; stage_elapsed_s: number; done: number; excused: number; total: number; points: number; points_total: number;
  stages: Stage[]; steps: Step[]; extensions: Section[]; quiz: Question[]; brief: Section[]; reading: Section[]; listing: string | null; good: string | null;
}

/* The lesson of the open market, for the student's panel: read with the market, and again when the server says that it changed. */
export const useLesson = defineStore("lesson", () => {
  const market = useMarket();
  const lesson = ref<Lesson | null>(null);
  const at = ref(0); // when it was read, so that minutes go on
  let of = "", timer: any = 0;
  async function load() {
    const id = market.id;
    if (!id) return;
    await loadPart("lesson");
    const answer = await api.get<{ lesson: Lesson | null }>(`/markets/${id}/lesson`).catch(() => null);
    if (id !== market.id || !answer) return;
    take(answer.lesson);
  }
  function take(value: Lesson | null) { lesson.value = value; at.value = Date.now(); }
  async function put(step: string, answer?: string) {
    const body = await api.put<{ lesson: Lesson }>(`/markets/${market.id}/lesson/steps/${step}`, answer === undefined ? {} : { answer });
    take(body.lesson);
  }
  async function putQuiz(question: string, answer: string) {
    const body = await api.put<{ quiz: Question[] }>(`/markets/${market.id}/lesson/quiz/${question}`, { answer });
    if (lesson.value) lesson.value = { ...lesson.value, quiz: body.quiz };
  }
  function open() {
    if (of !== market.id) lesson.value = null;
    of = market.id;
    load();
  }
  watch(() => market.revision.lesson, () => { clearTimeout(timer); timer = setTimeout(load, 300); });
  watch(() => (market.info as any)?.settings?.lesson, (slug, old) => { if (market.id && slug !== old && (slug || lesson.value)) open(); });
  watch(locale, () => { if (lesson.value) load(); });
  return { lesson, at, open, load, put, putQuiz };
});
