/* What the seller's pages share: the store's marketplaces, findings of rows, names of goods. */
import { computed, shallowRef } from "vue";
import { ask, type Money, type Row } from "@/lib/api";
import { amount, bytes, characters } from "@/lib/format";
import { pickName } from "@/lib/i18n";
import { useMarket } from "@/stores/market";
import { useWorld, type Finding } from "@/stores/world";

export interface Good {
  code: string; category: string; kind: string; name_zh: string; name: string; supplier: string; cost: Money; moq: number; lead_days: number; capacity_day: number; capacity_left_days: number;
  weight_g: number; hs: string; battery: string | boolean; liquid: boolean; quality_hint: number; usual_price: Money | null; rivals: number; picture: string; claimed_by_me: boolean;
}
export interface Quote {
  channel: string; refusal: string | null; refusal_text: Record<string, string> | null; weight_g: number; charge_g: number; freight: Money; duty: Money; duty_paid: boolean;
  days_min: number; days_max: number; promise_days: number; loss_rate: string; tracked: boolean;
}
export interface Plan {
  currency: string; rate: string; rate_date: string; lines: { code: string; amount: Money; cny: Money }[]; cost: Money; break_even: Money; floor: Money; price: Money; profit: Money; profit_cny: Money;
  margin_rate: string; market: { low: Money | null; median: Money | null; high: Money | null; n: number };
}
export interface Found { code: string; severity: "block" | "warn" | "tip"; field: string; language?: string | null; country?: string | null; text: Record<string, string>; fix: Record<string, string> }

/* A column of bits comes as a list of codes, or as a number whose bits stand in the world's order. */
function bits(value: unknown, order: { code: string }[]): string[] {
  if (Array.isArray(value)) return value.map(String);
  if (value === null || value === undefined || value === "") return [];
  const s = String(value);
  if (!/^\d+$/.test(s)) return s.split(/[,\s|]+/).filter(Boolean);
  const n = BigInt(s);
  return order.filter((_, i) => (n >> BigInt(i)) & BigInt(1)).map((x) => x.code);
}
/* A finding's sentence without the figures that only a check knows. */
export function plainFinding(x: Finding | undefined): Finding | undefined {
  const plain = (t: Record<string, string>) => Object.fromEntries(Object.entries(t).map(([k, v]) => [k, v.replace(/\{\d\}/g, "…")]));
  return x && { ...x, text: plain(x.text), fix: plain(x.fix) };
}
export function useSeller() {
  const market = useMarket(), world = useWorld();
  const countries = computed(() => bits(market.store?.countries, world.world?.countries ?? []).filter((c) => world.countries.has(c)));
  const findingsOf = (row: Row): Finding[] => bits(row.findings, world.world?.findings ?? []).map((c) => plainFinding(world.findings.get(c))).filter(Boolean) as Finding[];
  const byHand = computed(() => Number(market.store?.shipped_by_hand ?? 0));
  const needed = computed(() => world.world?.rules.by_hand_before_rules ?? 5);
  return { market, world, countries, findingsOf, active: computed(() => market.storeState === "active"), byHand, needed, rulesOpen: computed(() => byHand.value >= needed.value) };
}

/* All goods, asked once for each market: names and pictures for tables. */
const goods = shallowRef(new Map<string, Good>());
let goodsOf = "", asking: Promise<void> | null = null;
export function useGoods() {
  const market = useMarket();
  if (goodsOf !== market.id) { goods.value = new Map(); goodsOf = market.id; asking = null; }
  const load = () => (asking ??= ask<{ goods: Good[] }>(market.id, "sourcing.goods").then((a) => { goods.value = new Map(a.goods.map((g) => [g.code, g])); }).catch(() => { asking = null; }));
  load();
  const goodName = (code: string | null | undefined) => (code ? pickName(goods.value.get(code)) || code : "–");
  return { goods, goodName, load };
}
export function counts(text: string) { return { characters: characters(text), bytes: bytes(text) }; }
export function cny(m: Money | null | undefined) { return useWorld().toCny(m); }
export function sum(list: (Money | null | undefined)[]): number { return list.reduce((n, m) => n + amount(m), 0); }
export function stars(row: Row): number | null { return Number(row.reviews) > 0 ? Number(row.stars) / Number(row.reviews) : null; }
/* An order is late in two ways: sent after its time, and in the buyer's hands after the promise. */
/* "3–5", or "4" where both ends are the same. */
export const daysOf = (q: { days_min: number; days_max: number }) => (q.days_min === q.days_max ? String(q.days_min) : `${q.days_min}–${q.days_max}`);
export const sentLate = (o: Row) => !!(Number(o.late) & 1);
export const cameLate = (o: Row) => !!(Number(o.late) & 2);
/* "k=v; k=v" as the listing's row has it. */
export function parseAttributes(text: unknown): Record<string, string> {
  if (text && typeof text === "object") return { ...(text as any) };
  const out: Record<string, string> = {};
  for (const part of String(text ?? "").split(";")) { const i = part.indexOf("="); if (i > 0) out[part.slice(0, i).trim()] = part.slice(i + 1).trim(); }
  return out;
}
export const toCode = (money: number): Money => ({ amount: money.toFixed(2), currency: "CNY" });
/* ---- documents: the same checks as the server's, so that the form speaks while one types ---- */
const LICENCE = "0123456789ABCDEFGHJKLMNPQRTUWXY";
export function licenceOk(code: string): boolean { // GB 32100-2015
  if (code.length !== 18) return false;
  let total = 0, weight = 1;
  for (let i = 0; i < 17; i++) {
    const v = LICENCE.indexOf(code[i]);
    if (v < 0) return false;
    total += v * weight;
    weight = (weight * 3) % 31;
  }
  return LICENCE.indexOf(code[17]) === (31 - (total % 31)) % 31;
}
function ibanOk(s: string): boolean {
  if (!/^[A-Z0-9]{15,34}$/.test(s)) return false;
  let rest = 0;
  for (const c of s.slice(4) + s.slice(0, 4)) for (const d of parseInt(c, 36).toString()) rest = (rest * 10 + Number(d)) % 97;
  return rest === 1;
}
export function bankOk(s: string): boolean { return /^\d+$/.test(s) ? s.length >= 8 && s.length <= 30 : ibanOk(s); }
export function taxOk(tax: string, licence: string): boolean { return tax.length === 18 ? tax === licence : /^[0-9A-Z]+$/.test(tax) && (tax.length === 15 || tax.length === 20); }
export function mailOk(s: string): boolean { return /^[^\s@]+@[^\s@.][^\s@]*\.[^\s@]*[^\s@.]$/.test(s); }

/* Practice documents: made up from the seat's number, the same each time, with true check digits. No real firm stands behind them. */
export interface Papers { legal_name: string; licence: string; bank_account: string; contact: string }
export function practicePapers(seat: string, form: "company" | "individual"): Papers {
  let h = 2166136261;
  const next = (n: number) => { h ^= h << 13; h ^= h >>> 17; h ^= h << 5; return Math.abs(h) % n; };
  for (const c of `${seat}/${form}`) h = Math.imul(h ^ c.charCodeAt(0), 16777619) | 1;
  const digits = (n: number) => Array.from({ length: n }, () => next(10)).join("");
  const areas: [string, string, string][] = [["440300", "深圳市", "sz"], ["330782", "义乌市", "yw"], ["440100", "广州市", "gz"], ["350200", "厦门市", "xm"], ["330200", "宁波市", "nb"], ["370200", "青岛市", "qd"]];
  const first = ["澜屿", "栖帆", "陆桥", "云埠", "禾港", "远沙", "川汐", "北屿", "衡舟", "南栈"], second = ["贸易", "电子商务", "国际商贸", "进出口"];
  const [area, city] = areas[next(areas.length)];
  const body = (form === "company" ? "91" : "92") + area + digits(8);
  // GB 11714: the check character of the organisation's own code (the last of its nine characters).
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const c9 = 11 - (weights.reduce((n, w, i) => n + w * Number(body[8 + i]), 0) % 11);
  const seventeen = body + (c9 === 10 ? "X" : c9 === 11 ? "0" : String(c9));
  let total = 0, weight = 1;
  for (const c of seventeen) { total += LICENCE.indexOf(c) * weight; weight = (weight * 3) % 31; }
  const name = `${city}${first[next(first.length)]}${second[next(second.length)]}${form === "company" ? "有限公司" : "商行（个体工商户）"}`;
  return { legal_name: name, licence: seventeen + LICENCE[(31 - (total % 31)) % 31], bank_account: "62" + digits(17), contact: `service${digits(3)}@example.com` };
}
