/* The marketplace that a shopper is in: its language, its way to write money and dates, and the Chinese gloss. */
import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";
import type { Money } from "@/lib/api";
import { useMarket } from "@/stores/market";
import { useWorld } from "@/stores/world";
import type { Words } from "./words/en";

export interface Card {
  listing: string; title: string; gloss_zh: string; price: Money; ship: Money; total: Money; store: string; store_name: string; mine: boolean;
  stars: string | null; reviews: number; promise_days: number; sold: number; picture: string; variant: number; category: string;
  position?: number; // of an ad among the page's 52 positions, from 0
}
const files: Record<string, () => Promise<{ default: Words }>> = {
  en: () => import("./words/en"), de: () => import("./words/de"), fr: () => import("./words/fr"), es: () => import("./words/es"),
  it: () => import("./words/it"), ja: () => import("./words/ja"), pt: () => import("./words/pt"), zh: () => import("./words/zh"),
};
function remembered(key: string) { try { return localStorage.getItem(`cohong.mall.${key}`) ?? ""; } catch { return ""; } }
function remember(key: string, value: string) { try { localStorage.setItem(`cohong.mall.${key}`, value); } catch { /* not kept */ } }
type Values = Record<string, string | number>;
function fill(text: string, values?: Values) {
  const forms = text.split(" | ");
  const form = forms.length > 1 && Number(values?.count ?? values?.n) !== 1 ? forms[1] : forms[0];
  return form.replace(/\{(\w+)\}/g, (_, k) => String(values?.[k] ?? ""));
}

export const useShop = defineStore("shop", () => {
  const market = useMarket(), world = useWorld();
  const country = ref("");
  const words = shallowRef<Words | null>(null), zh = shallowRef<Words | null>(null);
  const wanted = ref(remembered("gloss") === "1");
  const gloss = computed(() => wanted.value && market.glossAllowed);
  const lang = computed(() => world.languageOf(country.value));
  const locale = computed(() => `${lang.value}-${country.value}`);

  /* Goes to a marketplace; its words come with it. */
  async function enter(code: string) {
    const [w, z] = await Promise.all([(files[world.languageOf(code)] ?? files.en)(), wanted.value ? files.zh() : null]);
    country.value = code;
    words.value = w.default;
    if (z) zh.value = z.default;
    remember("country", code);
  }
  async function setGloss(on: boolean) {
    if (on) zh.value = (await files.zh()).default;
    wanted.value = on;
    remember("gloss", on ? "1" : "0");
  }
  /* Where to start: the last marketplace, else one that the own store sells in, else the largest. */
  function usual(): string {
    const all = world.world?.countries ?? [], last = remembered("country");
    const own = (market.store?.countries ?? []) as string[];
    if (all.some((c) => c.code === last)) return last;
    return all.find((c) => own.includes(c.code))?.code ?? all[0]?.code ?? "US";
  }
  const w = (key: keyof Words, values?: Values) => (words.value ? fill(words.value[key], values) : "");
  const g = (key: keyof Words, values?: Values) => (gloss.value && zh.value ? fill(zh.value[key], values) : "");

  const money = (m: Money | null | undefined) => (m ? new Intl.NumberFormat(locale.value, { style: "currency", currency: m.currency, currencyDisplay: m.currency === "JPY" ? "symbol" : "narrowSymbol" }).format(Number(m.amount)) : "");
  const number = (n: number | string, decimals = 0) => new Intl.NumberFormat(locale.value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(Number(n));
  const date = (at: number | string | Date, long = false) => new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "long", ...(long ? { year: "numeric" } : {}), timeZone: "UTC" }).format(new Date(at));
  const dateZh = (at: number | string | Date, long = false) => new Intl.DateTimeFormat("zh-CN", { day: "numeric", month: "long", ...(long ? { year: "numeric" } : {}), timeZone: "UTC" }).format(new Date(at));
  const arrives = (days: number) => (market.now || Date.parse(market.clock?.now ?? "")) + days * 86400000;
  const countryName = (code: string) => { try { return new Intl.DisplayNames([locale.value], { type: "region" }).of(code) ?? code; } catch { return code; } };
  /* Changes when time has passed and stands again: then pages are read again; while it runs they hold still under the hand. */
  const moment = computed(() => (market.clock?.mode === "paused" ? market.clock.now : ""));

  const at = (path = "") => `/mall/${market.id}/${country.value}${path}`;
  const categories = computed(() => world.world?.categories ?? []);
  const categoryName = (code: string) => world.categories.get(code)?.name[lang.value] ?? code;
  const categoryZh = (code: string) => world.categories.get(code)?.name.zh ?? "";
  return { country, lang, locale, gloss, words, enter, setGloss, usual, w, g, money, number, date, dateZh, arrives, countryName, moment, at, categories, categoryName, categoryZh };
});
