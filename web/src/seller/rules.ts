/* What the shipping rules will do with an order that waits, and if nothing, why not. The same order of tests as the engine's (market/orders/rule.c). */
import { computed, reactive } from "vue";
import { ask, type Row } from "@/lib/api";
import { weight } from "@/lib/format";
import { pick, t } from "@/lib/i18n";
import { useRows } from "@/lib/use";
import { useGoods, useSeller, type Quote } from "./data";

const KINDS_MAX = 60; // different parcels that are asked about

export function useRules() {
  const { market, world, rulesOpen } = useSeller(), { goods } = useGoods();
  const load = useRows("rule");
  const rules = computed(() => (load.data.value ?? []).filter((r) => Number(r.on) || r.on === true).sort((a, b) => Number(a.priority) - Number(b.priority)));
  const quotes = reactive(new Map<string, Quote[] | null>());
  const kindOf = (o: Row) => `${o.good} ${o.country} ${o.quantity}`;
  function quotesOf(o: Row): Quote[] | null {
    const k = kindOf(o);
    if (!quotes.has(k) && quotes.size < KINDS_MAX) {
      quotes.set(k, null);
      ask<{ quotes: Quote[] }>(market.id, "freight.quotes", { good: o.good, country: o.country, quantity: Number(o.quantity) }).then((a) => quotes.set(k, a.quotes), () => {});
    }
    return quotes.get(k) ?? null;
  }
  /* Nothing if there are no rules yet, or the order does not wait. */
  function said(o: Row): { ok: boolean; text: string } | null {
    if (o.state !== "paid" || !rulesOpen.value || !rules.value.length) return null;
    const here = rules.value.filter((r) => !r.country || r.country === o.country);
    if (!here.length) return { ok: false, text: t("seller.orders.rule.country", { name: world.countryName(o.country) }) };
    const grams = Number(goods.value.get(o.good)?.weight_g ?? 0) * Number(o.quantity);
    const meant = here.filter((r) => !Number(r.max_g) || grams <= Number(r.max_g));
    if (!meant.length) return { ok: false, text: t("seller.orders.rule.weight", { grams: weight(grams), max: weight(Math.max(...here.map((r) => Number(r.max_g)))) }) };
    const list = quotesOf(o);
    if (!list) return null;
    const first = meant.find((r) => list.some((q) => q.channel === r.channel && !q.refusal));
    if (first) return { ok: true, text: t("seller.orders.rule.will", { channel: world.channelName(first.channel) }) };
    const q = list.find((x) => x.channel === meant[0].channel);
    return { ok: false, text: q?.refusal ? pick(q.refusal_text) || t("seller.orders.rule.channel", { channel: world.channelName(meant[0].channel) }) : t("seller.orders.rule.channel", { channel: world.channelName(meant[0].channel) }) };
  }
  return { said };
}
