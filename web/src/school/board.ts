/* The class at work, as the server pushes it (docs/api.md): kept while a page looks at it. */
import { byName as nameOrder } from "@/lib/pinyin";
import { onScopeDispose, ref, shallowRef, triggerRef } from "vue";
import type { Money } from "@/lib/api";

export interface Act { at_real: string; act: string; ok: boolean; effect: string | null; code: string | null; text: Record<string, string> | null; position: number | null; ref: string | null }
export interface Seat {
  seat: string; person: string; name: string; demo: boolean; state: "absent" | "away" | "not_started" | "working" | "quiet" | "refused"; present: boolean; since_real: string | null; accepted_real: string | null; last: Act | null;
  accepted: number; refused: number; streak: number; active_s: number; store: { id: string; name: string; state: string } | null; listings: number; orders_today: number; orders: number; to_ship: number; cash: Money; income: Money; profit: Money; hand: number;
  steps?: { done: number; total: number; points: number } | null; number?: string | null;
}
export interface Hand { seat: string; raised_real: string; text: string }
export interface Mistake { code: string; kind: "refusal" | "finding"; field: string | null; text: Record<string, string>; times: number; seats: number; times_all: number; seats_all: number }
export interface State { lesson_real: string | null; counts: Record<string, number>; attention: boolean; closed: boolean; league: string; show_join: boolean }

export function useBoard(market: string) {
  const seats = shallowRef(new Map<string, Seat>()), hands = shallowRef<Hand[]>([]), mistakes = shallowRef<Mistake[]>([]), state = shallowRef<State | null>(null);
  const up = ref(true), ready = ref(false);
  let source: EventSource | null = null, timer: any = 0, wait = 1000, done = false;
  const take: Record<string, (d: any) => void> = {
    board: (d) => { seats.value = new Map(d.seats.map((s: Seat) => [s.seat, s])); hands.value = d.hands; mistakes.value = d.mistakes; state.value = d.state; ready.value = true; },
    seats: (d) => { for (const s of d) seats.value.set(s.seat, s); triggerRef(seats); },
    hands: (d) => { hands.value = d; },
    mistakes: (d) => { mistakes.value = d; },
    state: (d) => { state.value = d; },
  };
  function open() {
    source = new EventSource(`/api/v1/markets/${market}/board/events`);
    source.onopen = () => { wait = 1000; up.value = true; };
    for (const kind of Object.keys(take)) source.addEventListener(kind, (e) => { try { take[kind](JSON.parse((e as MessageEvent).data)); } catch { /* half an event */ } });
    source.onerror = () => {
      up.value = false;
      if (source!.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source!.close();
      clearTimeout(timer);
      if (!done) timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 30000);
    };
  }
  open();
  onScopeDispose(() => { done = true; clearTimeout(timer); source?.close(); });
  return { seats, hands, mistakes, state, up, ready };
}
export const byName = (a: { name: string }, b: { name: string }) => nameOrder(a.name, b.name);
