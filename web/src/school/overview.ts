/* The stores of a market side by side: what staff may read of all of them, put together. */
import { computed } from "vue";
import { amount, dayOf } from "@/lib/format";
import { rows, type Row } from "@/lib/api";
import { luckOf, type Luck } from "@/lib/luck";
import { useLoad } from "@/lib/use";
import { useMarket } from "@/stores/market";
import { useWorld } from "@/stores/world";
import { readSeats, throttled, type Seat, type Store } from "./data";

export interface StoreLine {
  id: string; seat: string; student: string; store: Store | null; name: string; state: string; countries: string[]; selling: string[]; listings: number; active: number; suppressed: number;
  orders: number; today: number; toShip: number; overdue: number; sales: number; profit: number; cash: number | null; last: string | null; luck: Luck | null;
}
interface Read { seats: Seat[]; stores: Store[]; listings: Row[]; offers: Row[]; days: Row[]; cash: Row[]; paid: Row[]; today: Row[]; purchases: Row[] }

/* Orders since midnight: newest first until an older one comes. */
async function ordersSince(market: string, day: string, signal: AbortSignal): Promise<Row[]> {
  const list = await rows(market, "order", { sort: "-placed_at" }, 500, signal);
  return list.filter((o) => dayOf(o.placed_at) >= day);
}
const latest = (list: (string | null | undefined)[]) => list.reduce<string | null>((a, b) => (b && (!a || b > a) ? b : a), null);

export function useOverview() {
  const market = useMarket(), world = useWorld();
  const load = useLoad<Read>(async (signal) => {
    const id = market.id, get = (table: string, query = {}, max = 5000) => rows(id, table, query, max, signal);
    const [seats, stores, listings, offers, days, cash, paid, today, purchases] = await Promise.all([
      readSeats(id), get("store", { kind: "seat" }), get("listing"), get("offer"), get("day", {}, 20000), get("balance", { account: "cash" }), get("order", { state: "paid" }),
      ordersSince(id, dayOf(market.now || market.clock!.now), signal), get("purchase", {}, 1000),
    ]);
    return { seats, stores: stores as Store[], listings, offers, days, cash, paid, today, purchases };
  });
  throttled([() => ["store", "listing", "offer", "day", "balance", "order", "purchase"].map((t) => market.revision[t] ?? 0).join()], () => load.reload(), 3000);

  const lines = computed<StoreLine[]>(() => {
    const d = load.data.value;
    if (!d) return [];
    const group = (list: Row[]) => { const m = new Map<string, Row[]>(); for (const r of list) { const g = m.get(r.store); g ? g.push(r) : m.set(r.store, [r]); } return (s: string) => m.get(s) ?? []; };
    const listings = group(d.listings), offers = group(d.offers), days = group(d.days), paid = group(d.paid), today = group(d.today), purchases = group(d.purchases);
    const cash = new Map(d.cash.filter((b) => b.currency === "CNY").map((b) => [b.store, amount(b.amount)]));
    const now = market.now || Date.parse(market.clock?.now ?? "");
    return d.seats.map((seat): StoreLine => {
      const s = d.stores.find((x) => x.id === seat.store || x.seat === seat.seat) ?? null;
      const own = s ? listings(s.id).filter((l) => l.state !== "deleted") : [];
      const live = new Set(own.filter((l) => l.state === "active").map((l) => l.id));
      const selling = s ? Array.from(new Set(offers(s.id).filter((o) => o.state === "active" && live.has(o.listing)).map((o) => o.country as string))) : [];
      const sum = (list: Row[], f: (r: Row) => number) => list.reduce((a, r) => a + f(r), 0);
      return {
        id: seat.seat, seat: seat.seat, student: seat.person_name, store: s, name: s?.name ?? "", state: s?.state ?? "none", countries: s?.countries ?? [], selling,
        listings: own.length, active: live.size, suppressed: own.filter((l) => l.state === "suppressed").length,
        orders: s?.orders ?? 0, today: s ? today(s.id).length : 0, toShip: s ? paid(s.id).length : 0, overdue: s ? paid(s.id).filter((o) => Date.parse(o.ship_by_at) < now).length : 0,
        sales: s ? sum(days(s.id), (x) => amount(x.sales)) + sum(today(s.id).filter((o) => o.state !== "cancelled"), (o) => world.toCny(o.item) + world.toCny(o.ship)) : 0,
        profit: s ? sum(days(s.id), (x) => amount(x.profit)) : 0, cash: s ? cash.get(s.id) ?? null : null,
        luck: s ? luckOf(days(s.id)) : null,
        last: s ? latest([s.applied_at, ...own.map((l) => latest([l.created_at, l.published_at])), ...purchases(s.id).map((p) => p.ordered_at), ...offers(s.id).map((o) => o.listed_at)]) : null,
      };
    });
  });
  /* Orders a day over all stores; the last one is today so far. */
  const perDay = computed(() => {
    const d = load.data.value;
    if (!d) return [];
    const m = new Map<string, { orders: number; sales: number; clicks: number }>();
    for (const r of d.days) { const x = m.get(r.day) ?? { orders: 0, sales: 0, clicks: 0 }; x.orders += r.orders; x.sales += amount(r.sales); x.clicks += r.clicks; m.set(r.day, x); }
    return Array.from(m, ([day, x]) => ({ day, ...x })).sort((a, b) => (a.day < b.day ? -1 : 1));
  });
  const orders = computed(() => load.data.value?.today.length ?? 0);
  return { load, lines, perDay, today: orders };
}
