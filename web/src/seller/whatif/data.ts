/* What-ifs (docs/api.md): questions about a store's past, followed until they are answered. */
import { onScopeDispose, ref, shallowRef, watch } from "vue";
import { api, request, type Money } from "@/lib/api";
import { amount } from "@/lib/format";
import { useMarket } from "@/stores/market";

export interface Sum { examined: number; clicks: number; ad_clicks: number; orders: number; units: number; sales: Money; ads: Money; profit: Money; expected_orders: number }
export interface Both { real: Sum; other: Sum }
export interface Spread { mean: number; sd: number; sign: -1 | 0 | 1; each: number[] }
export interface Problem { code: string; field: string; text: Record<string, string> }
export interface Change { act: string; fields: Record<string, any> }
export interface Result {
  sessions?: number; strangers?: number; total: Both; days: (Both & { day: string })[]; listings: (Both & { listing: string; country: string; title: string })[];
  queries: (Both & { country: string; words: string; gloss_zh: string })[]; pairs?: { n: number } & Record<"orders" | "units" | "sales" | "ads" | "profit", Spread>; ways?: ({ total?: Both; problem?: Problem })[];
}
export interface Job {
  id: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; ahead: number; progress: number; estimate_ms: number | null; total: boolean; at: string; until: string; ways: Change[][];
  problem?: Problem; result?: Result;
}
export interface WhatIfs { from: string; until: string; queue_max: number; direct_day_ms: number | null; total_day_ms: number | null; items: Job[] }

export const FIGURES = ["orders", "units", "sales", "ads", "profit"] as const;
export type Figure = (typeof FIGURES)[number];
export const isMoney = (f: Figure) => f === "sales" || f === "ads" || f === "profit";
export const figure = (s: Sum, f: Figure): number => (isMoney(f) ? amount(s[f] as Money) : (s[f] as number));
export const moved = (b: Both, f: Figure) => figure(b.other, f) - figure(b.real, f);
export const over = (j: Job | null) => !!j && !["waiting", "running"].includes(j.state);

/* Whose: a student's own; staff name the store that they look at. */
const whose = () => ({ store: useMarket().viewing || undefined });
export const askWhatIf = (body: unknown) => request<Job>("POST", `/markets/${useMarket().id}/what-ifs`, { body, query: whose() });
export const listWhatIfs = (signal?: AbortSignal) => api.get<WhatIfs>(`/markets/${useMarket().id}/what-ifs`, whose(), signal);
export const endWhatIf = (id: string) => api.delete(`/markets/${useMarket().id}/what-ifs/${id}`);

/* A question by its id, read again until it is over. */
export function useJob(id: () => string) {
  const market = useMarket(), job = shallowRef<Job | null>(null), error = shallowRef<unknown>(null), gone = ref(false);
  let timer: any = 0, mine = 0;
  async function read() {
    clearTimeout(timer);
    const now = ++mine;
    if (!id()) { job.value = null; gone.value = false; error.value = null; return; }
    try {
      const j = await api.get<Job>(`/markets/${market.id}/what-ifs/${id()}`);
      if (now !== mine) return;
      job.value = j;
      error.value = null;
      gone.value = false;
      if (!over(j)) timer = setTimeout(read, 700);
    } catch (e: any) {
      if (now !== mine) return;
      job.value = null;
      gone.value = e.status === 404;
      error.value = e.status === 404 ? null : e;
    }
  }
  watch(id, read, { immediate: true });
  onScopeDispose(() => { mine++; clearTimeout(timer); });
  return { job, error, gone, read };
}
