/* What the pages of the ad console share: reports, their figures, what a listing may spend on ads. */
import { computed, ref, watch } from "vue";
import { api, ask, act, type Money, type Query, type Row } from "@/lib/api";
import { amount, dayOf, decimalsOf } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useLoad, useRows } from "@/lib/use";
import { useMarket } from "@/stores/market";
import { useWorld } from "@/stores/world";
import type { Plan } from "../data";

/* ---- reports (docs/api.md) ---- */
export interface Figures { shown: number; examined: number; clicks: number; over?: number; invalid?: number; spend: Money; spend_micro: number; orders: number; units: number; sales: Money; halo_orders: number; halo_sales: Money }
export interface ReportRow extends Figures { campaign?: string; adgroup?: string; ad?: string; target?: string; listing?: string; placement?: "top" | "rest" | "product"; day?: string; country: string; words?: string; gloss_zh?: string; title?: string }
export interface Report { by: string; rows: ReportRow[]; more: boolean }
export type By = "campaign" | "adgroup" | "ad" | "target" | "placement" | "day" | "term";

export const RANGES = [7, 14, 30, 0] as const; // days; 0: all
/* The chosen range, for all pages of the console until the window is closed. */
const range = ref<number>(14);
export function useRange() {
  const market = useMarket();
  const today = computed(() => (market.now ? dayOf(market.now) : ""));
  const from = computed(() => (range.value && today.value ? dayOf(market.now - (range.value - 1) * 86400000) : undefined));
  return { range, from, today };
}
export function useReport(by: By, more: () => Query = () => ({})) {
  const market = useMarket(), { from } = useRange();
  const query = () => ({ by, from: from.value, ...more() });
  return useLoad<Report>((signal) => api.get<Report>(`/markets/${market.id}/ads/report`, { ...query(), store: market.viewing || undefined }, signal),
    [() => market.revision[by === "term" ? "adterm" : "adstat"] ?? 0, () => JSON.stringify(query())], market.patience);
}

/* ---- figures: an order of another listing of the store counts, too ---- */
export const spent = (f: Figures | undefined) => (f ? f.spend_micro / 1e6 : 0);
export const earned = (f: Figures | undefined) => (f ? amount(f.sales) + amount(f.halo_sales) : 0);
export const ordered = (f: Figures | undefined) => (f ? f.orders + f.halo_orders : 0);
const part = (a: number, b: number) => (b > 0 ? a / b : null);
export const acos = (f: Figures | undefined) => part(spent(f), earned(f));
export const ctr = (f: Figures | undefined) => part(f?.clicks ?? 0, f?.shown ?? 0);
export const conversion = (f: Figures | undefined) => part(ordered(f), f?.clicks ?? 0);
export const cpc = (f: Figures | undefined) => part(spent(f), f?.clicks ?? 0); // free clicks count: it is what a visit cost
export const percent = (x: number | null | undefined, decimals = 1) => (x === null || x === undefined ? "–" : `${(x * 100).toFixed(decimals)}%`);
export const moneyOf = (n: number | null | undefined, currency: string): Money | null => (n === null || n === undefined ? null : { amount: n.toFixed(decimalsOf(currency)), currency });
export function add(list: ReportRow[]): Figures {
  const world = useWorld(), total = { shown: 0, examined: 0, clicks: 0, over: 0, invalid: 0, spend_micro: 0, orders: 0, units: 0, halo_orders: 0 };
  let spend = 0, sales = 0, halo = 0;
  for (const r of list) {
    for (const k of ["shown", "examined", "clicks", "orders", "units", "halo_orders"] as const) total[k] += r[k];
    total.over += r.over ?? 0;
    total.invalid += r.invalid ?? 0;
    spend += world.toCny({ amount: String(spent(r)), currency: r.spend.currency });
    sales += world.toCny(r.sales);
    halo += world.toCny(r.halo_sales);
  }
  return { ...total, spend_micro: spend * 1e6, spend: moneyOf(spend, "CNY")!, sales: moneyOf(sales, "CNY")!, halo_sales: moneyOf(halo, "CNY")! };
}

/* ---- what a listing earns before ads: the ACOS at which an order brings nothing ---- */
export interface Even { profit: number; price: number; acos: number; currency: string }
const plans = new Map<string, Promise<Even | null>>(), PLANS_MAX = 60;
/* By listing and marketplace, of those that are advertised; each is asked once while its price stands. */
export function useEven(pairs: () => { listing: string; country: string }[]) {
  const market = useMarket(), offers = useRows("offer"), listings = useRows("listing");
  const known = ref(new Map<string, Even>());
  const wanted = computed(() => {
    const out = new Map<string, { key: string; good: string; country: string; channel: string; price: number; ship: number }>();
    const goods = new Map((listings.data.value ?? []).map((l) => [l.id, l.good]));
    const at = new Map((offers.data.value ?? []).map((o) => [`${o.listing}/${o.country}`, o]));
    for (const p of pairs()) {
      const o = at.get(`${p.listing}/${p.country}`), good = goods.get(p.listing);
      if (!o || !good || !o.channel || !amount(o.price) || out.size >= PLANS_MAX) continue;
      const minor = (m: Money) => Math.round(amount(m) * 10 ** decimalsOf(m.currency));
      out.set(`${p.listing}/${p.country}`, { key: `${market.id}/${market.viewing}/${good}/${p.country}/${o.channel}/${minor(o.price)}/${minor(o.ship)}`, good, country: p.country, channel: o.channel, price: minor(o.price), ship: minor(o.ship) });
    }
    return out;
  });
  watch(wanted, async (list) => {
    const all = await Promise.all([...list].map(async ([at, w]) => {
      let plan = plans.get(w.key);
      if (!plan) plans.set(w.key, (plan = ask<Plan>(market.id, "price.plan", { good: w.good, country: w.country, channel: w.channel, price_minor: w.price, ship_minor: w.ship }).then((a) => ({ profit: amount(a.profit), price: amount(a.price), acos: amount(a.price) ? amount(a.profit) / amount(a.price) : 0, currency: a.currency }), () => { plans.delete(w.key); return null; })));
      return [at, await plan] as const;
    }));
    const next = new Map<string, Even>();
    for (const [at, even] of all) if (even) next.set(at, even);
    if (list === wanted.value) known.value = next;
  }, { immediate: true });
  return { known, of: (listing: string, country: string) => known.value.get(`${listing}/${country}`) };
}
/* The lowest and the highest of several listings' break-even ACOS. */
export function evenRange(list: (Even | undefined)[]): [number, number] | null {
  const all = list.filter(Boolean).map((e) => e!.acos);
  return all.length ? [Math.min(...all), Math.max(...all)] : null;
}
export function evenText(r: [number, number] | null): string {
  if (!r) return "–";
  return Math.abs(r[0] - r[1]) < 0.005 ? percent(r[0], 0) : `${percent(r[0], 0)}–${percent(r[1], 0)}`;
}

/* ---- campaigns, groups, ads, targets ---- */
export const NEGATIVE = ["negative_phrase", "negative_exact", "negative_product"];
export const KEYWORDS = ["broad", "phrase", "exact"];
export const AUTO = ["close", "loose", "substitutes", "complements"];
export const isNegative = (x: Row) => NEGATIVE.includes(x.kind);
export const isKeyword = (x: Row) => KEYWORDS.includes(x.kind);
/* As the market tidies keywords. */
export const tidy = (s: string) => s.trim().replace(/[ \t]+/g, " ").replace(/[A-Z]/g, (c) => c.toLowerCase());

/* The title of a listing in English or the first language it has, else the name of its goods. */
export function useTitles(goodName: (code: string) => string) {
  const words = useRows("words"), listings = useRows("listing");
  const titles = computed(() => { const m = new Map<string, string>(); for (const w of words.data.value ?? []) if (w.title && (!m.has(w.listing) || w.tongue === "en")) m.set(w.listing, w.title); return m; });
  const goods = computed(() => new Map((listings.data.value ?? []).map((l) => [l.id, l])));
  return { listings, goods, titleOf: (id: string | null | undefined) => (id ? titles.value.get(id) || goodName(goods.value.get(id)?.good) || "–" : "–") };
}
/* Why a listing's ads are not shown now: it has no stock, or is not on sale; "" if nothing stands in the way. */
export type Still = "" | "stock" | "state" | "none";
export function useStill() {
  const stock = useRows("stock"), listings = useRows("listing");
  const free = computed(() => new Map((stock.data.value ?? []).map((s) => [s.good, Number(s.on_hand) - Number(s.reserved)])));
  const by = computed(() => new Map((listings.data.value ?? []).map((l) => [l.id, l])));
  const of = (listing: string): Still => {
    const l = by.value.get(listing);
    if (!l || !stock.data.value) return "";
    return l.state !== "active" ? "state" : (free.value.get(l.good) ?? 0) <= 0 ? "stock" : "";
  };
  /* Of a campaign's listings: the first's reason if all have one. */
  const ofAll = (list: string[]): Still => (!list.length ? "none" : list.every((l) => of(l)) ? of(list[0]) : "");
  return { of, ofAll };
}
export function useAds(campaign?: () => string) {
  const one = () => (campaign ? { campaign: campaign() } : {});
  return { groups: useRows("adgroup", one, 5000), ads: useRows("ad", one, 5000), targets: useRows("target", one, 5000) };
}
/* What a target is called. */
export function targetName(x: Row, titleOf: (id: string) => string, categoryName: (code: string) => string, titles?: Map<string, string>): string {
  if (x.words) return String(x.words);
  if (AUTO.includes(x.kind)) return t(`seller.ads.auto.${x.kind}`);
  if (x.category) return t("seller.ads.inCategory", { name: categoryName(x.category) });
  if (!x.listing) return t(`state.target_kind.${x.kind}`);
  const own = titleOf(x.listing);
  return own !== "–" ? own : titles?.get(x.listing) ?? t("seller.ads.product", { id: x.listing });
}

/* Does something to each, tells how many were refused and why. */
export async function each<T>(list: T[], name: (x: T) => string, does: (x: T) => Promise<unknown>): Promise<{ done: number; refused: string[] }> {
  let done = 0;
  const refused: string[] = [];
  for (const x of list) {
    try { await does(x); done++; } catch (e: any) { refused.push(`${name(x)}: ${e.message}`); }
  }
  return { done, refused };
}
export const setTarget = (market: string, target: string, fields: Record<string, unknown>) => act(market, "target.set", { target, ...fields });

/* ---- the rules of work (fact book): what a search term is told to become ---- */
export const HARVEST_ORDERS = 2, NEGATE_CLICKS = 10, TYPICAL_CONVERSION = 0.1, ENOUGH_CLICKS = 20;
export type Advice = "add" | "negate" | "";
export function adviceFor(r: ReportRow, target: number | null): Advice {
  const a = acos(r);
  if (ordered(r) >= HARVEST_ORDERS && a !== null && (target === null || a <= target)) return "add";
  if (r.clicks >= NEGATE_CLICKS && !ordered(r)) return "negate";
  return "";
}
