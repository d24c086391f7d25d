/* Numbers, money and simulated time as people read them. */
import type { Money } from "./api";
import { locale } from "./i18n";

/* Symbols that cannot be mistaken for each other: ¥ alone is always the yuan. */
const SYMBOLS: Record<string, string> = { CNY: "¥", USD: "US$", EUR: "€", GBP: "£", JPY: "JP¥", BRL: "R$", AUD: "A$", CAD: "C$", MXN: "MX$", KRW: "₩" };
export function symbol(currency: string) { return SYMBOLS[currency] ?? `${currency} `; }

const numbers = new Map<string, Intl.NumberFormat>();
export function number(n: number | string | null | undefined, decimals = 0, atLeast = decimals): string {
  if (n === null || n === undefined || n === "") return "–";
  const key = `${locale()} ${decimals} ${atLeast}`;
  let f = numbers.get(key);
  if (!f) numbers.set(key, (f = new Intl.NumberFormat(locale() === "en" ? "en" : "zh-CN", { minimumFractionDigits: atLeast, maximumFractionDigits: decimals })));
  const s = f.format(Number(n));
  return /^-[0.,]*$/.test(s) ? s.slice(1) : s.replace("-", "−");
}
export function rate(part: number, whole: number, decimals = 1): string { return whole ? `${number((part / whole) * 100, decimals)}%` : "–"; }
export function decimalsOf(currency: string) { return currency === "JPY" || currency === "KRW" ? 0 : 2; }
/* `whole`: without decimals, for large figures. */
export function money(m: Money | null | undefined, whole = false): string {
  if (!m) return "–";
  const n = Number(m.amount), d = whole ? 0 : decimalsOf(m.currency);
  return `${n < 0 ? "−" : ""}${symbol(m.currency)}${number(Math.abs(n), d)}`;
}
/* "12.34" → 1234 without floating point; null if it is not an amount. */
export function toMinor(text: string | number | null | undefined, currency: string): number | null {
  const s = String(text ?? "").trim().replace(/,/g, "");
  const d = decimalsOf(currency);
  const m = /^(-?)(\d+)(?:\.(\d*))?$/.exec(s);
  if (!m || (m[3] ?? "").replace(/0+$/, "").length > d) return null;
  const minor = Number(m[2]) * 10 ** d + Number(((m[3] ?? "") + "00").slice(0, d) || 0);
  return Number.isSafeInteger(minor) ? (m[1] ? -minor : minor) : null;
}
export function fromMinor(minor: number, currency: string): string {
  const d = decimalsOf(currency);
  return (minor / 10 ** d).toFixed(d);
}
export function amount(m: Money | null | undefined): number { return m ? Number(m.amount) : 0; }

/* ---- time ---- */
let zone_min = 480;
export function setZone(minutes: number) { zone_min = minutes; }
export function zone() { return zone_min; }
const pad = (n: number) => String(n).padStart(2, "0");
const WEEK = { zh: ["日", "一", "二", "三", "四", "五", "六"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/* A moment shifted into the seller's zone: read it with the UTC getters. */
export function local(time: string | number | Date): Date { return new Date(new Date(time).getTime() + zone_min * 60000); }
export function dayText(day: string | null | undefined): string { // "2026-09-01", a day of the market
  if (!day) return "–";
  const d = new Date(`${day}T00:00:00Z`);
  return locale() === "en" ? `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}` : `${d.getUTCMonth() + 1} 月 ${d.getUTCDate()} 日`;
}
export type TimeStyle = "full" | "short" | "date" | "hour";
export function time(value: string | number | Date | null | undefined, style: TimeStyle = "short"): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string" && value.startsWith("1970")) return "–"; // never happened
  const d = local(value), en = locale() === "en";
  const hour = `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`;
  if (style === "hour") return hour;
  const date = en ? `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]}` : `${d.getUTCMonth() + 1} 月 ${d.getUTCDate()} 日`;
  if (style === "date") return date;
  if (style === "short") return `${date} ${hour}`;
  return en ? `${WEEK.en[d.getUTCDay()]}, ${date} ${d.getUTCFullYear()}, ${hour}` : `${d.getUTCFullYear()} 年 ${date} 周${WEEK.zh[d.getUTCDay()]} ${hour}`;
}
/* The day of the market in which a moment falls, as "2026-09-01". */
export function dayOf(value: string | number | Date): string { return local(value).toISOString().slice(0, 10); }
/* "in 5 hours", "2 days ago", by simulated time. */
export function span(from: string | number, to: string | number): string {
  const min = Math.round((new Date(to).getTime() - new Date(from).getTime()) / 60000), n = Math.abs(min), en = locale() === "en";
  const [k, u] = n < 60 ? [n, en ? "min" : "分钟"] : n < 2880 ? [Math.round(n / 60), en ? "h" : "小时"] : [Math.round(n / 1440), en ? "days" : "天"];
  return en ? (min >= 0 ? `in ${k} ${u}` : `${k} ${u} ago`) : min >= 0 ? `${k} ${u}后` : `${k} ${u}前`;
}
const encoder = new TextEncoder();
export function bytes(s: string): number { return encoder.encode(s).length; }
export function characters(s: string): number { return Array.from(s).length; }
/* 500 g, 1.25 kg */
export function weight(g: number): string { return g < 1000 ? `${number(g)} g` : `${number(g / 1000, 2, 0)} kg`; }
