/* The world of the open market: what it is made of, described once (world.describe). */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { ask, type Money } from "@/lib/api";
import { setZone } from "@/lib/format";
import { pick } from "@/lib/i18n";

export type Names = Record<string, string>;
export interface Country { code: string; name: Names; currency: string; language: string; buyers_share: string; promise_days: number; tax_inside: string | null; sales_tax: string | null; imperial: boolean; ad_bid_min: Money; ad_budget_min: Money }
export interface Attribute { code: string; name: Names; type: "enum" | "number" | "text"; unit: string; required: boolean; search: boolean; values: { code: string; name: Names }[] }
export interface Category { code: string; name: Names; referral_rate: string; return_rate: string; price_floor: Record<string, Money>; attributes: Attribute[] }
export interface Channel { code: string; name: Names; carrier: string; kind: string; tracked: boolean; battery: boolean | string; liquid: boolean; min_g: number; max_g: number; countries: string[] }
export interface Finding { code: string; field: string; severity: "block" | "warn" | "tip"; text: Names; fix: Names }
export interface Account { code: string; group: string; name: Names }
export interface World {
  slug: string; name: Names; hash: string; start: string; timezone_min: number; currencies: { code: string; cny: string; decimals: number }[];
  countries: Country[]; categories: Category[]; channels: Channel[]; findings: Finding[]; accounts: Account[];
  rules: { settle_days: number; reserve_days: number; ship_days: number; cancel_days: number; return_days: number; payment_fee: string; fx_fee: string; by_hand_before_rules: number; domestic_days: number; domestic_per_kg: Money; domestic_min: Money };
}
function byCode<T extends { code: string }>(list: T[] | undefined) { return new Map((list ?? []).map((x) => [x.code, x])); }

export const useWorld = defineStore("world", () => {
  const world = ref<World | null>(null);
  let of = "";
  const countries = computed(() => byCode(world.value?.countries));
  const categories = computed(() => byCode(world.value?.categories));
  const channels = computed(() => byCode(world.value?.channels));
  const findings = computed(() => byCode(world.value?.findings));
  const accounts = computed(() => byCode(world.value?.accounts));
  const currencies = computed(() => byCode(world.value?.currencies));

  async function load(market: string) {
    if (of === market && world.value) return;
    const w = await ask<World>(market, "world.describe");
    world.value = w;
    of = market;
    setZone(w.timezone_min);
  }
  const countryName = (code: string | null | undefined) => (code ? pick(countries.value.get(code)?.name) || code : "–");
  const categoryName = (code: string | null | undefined) => (code ? pick(categories.value.get(code)?.name) || code : "–");
  const channelName = (code: string | null | undefined) => (code ? pick(channels.value.get(code)?.name) || code : "–");
  const currencyOf = (country: string) => countries.value.get(country)?.currency ?? "USD";
  const languageOf = (country: string) => countries.value.get(country)?.language ?? "en";
  /* A sum in yuan at the market's rate of the start; for showing totals over marketplaces. */
  const toCny = (m: Money | null | undefined) => (m ? Number(m.amount) * (m.currency === "CNY" ? 1 : Number(currencies.value.get(m.currency)?.cny ?? 1)) : 0);
  return { world, countries, categories, channels, findings, accounts, currencies, load, countryName, categoryName, channelName, currencyOf, languageOf, toCny };
});
