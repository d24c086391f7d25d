/* From what is typed in the form to the acts that might have been done, and to words about them. */
import type { Row } from "@/lib/api";
import { amount, decimalsOf, fromMinor, money, toMinor } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useRows } from "@/lib/use";
import { computed } from "vue";
import type { Change } from "./data";

export const KINDS = ["price", "bid", "budget", "pause", "title", "stock"] as const;
export interface Draft { kind: (typeof KINDS)[number]; of: string; value: string }
export interface Things { listings: Map<string, Row>; offers: Row[]; words: Row[]; campaigns: Map<string, Row>; groups: Map<string, Row>; targets: Map<string, Row> }

/* What the store has. */
export function useThings() {
  const listings = useRows("listing"), offers = useRows("offer"), words = useRows("words"), campaigns = useRows("campaign"), groups = useRows("adgroup"), targets = useRows("target");
  const all = [listings, offers, words, campaigns, groups, targets];
  const by = (list: Row[] | null) => new Map((list ?? []).map((r) => [r.id, r]));
  const things = computed<Things>(() => ({
    listings: new Map((listings.data.value ?? []).filter((l) => l.state !== "deleted").map((l) => [l.id, l])), offers: (offers.data.value ?? []).filter((o) => amount(o.price) > 0), words: words.data.value ?? [],
    campaigns: by(campaigns.data.value), groups: by(groups.data.value), targets: by(targets.data.value),
  }));
  return { things, ready: computed(() => all.every((x) => x.data.value)), error: computed(() => all.map((x) => x.error.value).find(Boolean) ?? null), reload: () => all.forEach((x) => x.reload()) };
}

/* The amount in minor units, or pieces; null if it is none. */
export function minorOf(d: Draft, currency: string): number | null {
  if (d.kind === "stock") { const n = Number(d.value.trim()); return Number.isInteger(n) && n > 0 ? n : null; }
  const n = toMinor(d.value, currency);
  return n !== null && n > 0 ? n : null;
}

export function offerChange(o: Row, price_minor: number, more: Record<string, unknown> = {}): Change {
  const ship = Math.round(amount(o.ship) * 10 ** decimalsOf(o.ship?.currency ?? "USD"));
  return { act: "offer.set", fields: { listing: o.listing, country: o.country, price_minor, ship_minor: ship, channel: o.channel, ...(Number(o.promise_days) ? { promise_days: Number(o.promise_days) } : {}), below_cost: true, ...more } };
}
export function titleChange(w: Row, title: string): Change {
  const bullets = (Array.isArray(w.bullets) ? w.bullets : String(w.bullets ?? "").split("\n")).filter(Boolean);
  return { act: "listing.words", fields: { listing: w.listing, language: w.tongue, title, bullets, description: w.description ?? "", terms: w.terms ?? "" } };
}

/* The act of a filled line, null while it is not filled. */
export function changeOf(d: Draft, x: Things, currencyOf: (country: string) => string): Change | null {
  if (!d.of) return null;
  if (d.kind === "price") {
    const o = x.offers.find((r) => `${r.listing}/${r.country}` === d.of), n = o && minorOf(d, currencyOf(o.country));
    return o && n ? offerChange(o, n) : null;
  }
  if (d.kind === "pause") return { act: "campaign.save", fields: { campaign: d.of, state: "paused" } };
  if (d.kind === "budget") { const n = minorOf(d, currencyOf(x.campaigns.get(d.of)?.country ?? "")); return n ? { act: "campaign.save", fields: { campaign: d.of, budget_minor: n } } : null; }
  if (d.kind === "bid") {
    const target = x.targets.get(d.of), group = x.groups.get(target?.adgroup ?? d.of), n = minorOf(d, currencyOf(x.campaigns.get(group?.campaign ?? "")?.country ?? ""));
    return !n ? null : target ? { act: "target.set", fields: { target: d.of, bid_minor: n } } : { act: "adgroup.save", fields: { adgroup: d.of, bid_minor: n } };
  }
  if (d.kind === "title") { const w = x.words.find((r) => r.id === d.of); return w && d.value.trim() ? titleChange(w, d.value.trim()) : null; }
  const n = minorOf(d, "CNY");
  return n ? { act: "purchase.create", fields: { good: d.of, quantity: n } } : null;
}

/* "the bid had been US$0.80" */
export function said(c: Change, x: Things, goodName: (code: string) => string, countryName: (c: string) => string, currencyOf: (country: string) => string): string {
  const f = c.fields, cash = (minor: number, country: string) => { const currency = currencyOf(country); return money({ amount: fromMinor(minor, currency), currency }); };
  if (c.act === "offer.set") return t("seller.whatif.did.price", { name: goodName(x.listings.get(f.listing)?.good ?? ""), place: countryName(f.country), value: cash(f.price_minor, f.country) });
  if (c.act === "adgroup.save" && f.bid_minor) return t("seller.whatif.did.bid", { value: cash(f.bid_minor, x.campaigns.get(x.groups.get(f.adgroup)?.campaign ?? "")?.country ?? "") });
  if (c.act === "target.set" && f.bid_minor) return t("seller.whatif.did.bid", { value: cash(f.bid_minor, x.campaigns.get(x.groups.get(x.targets.get(f.target)?.adgroup ?? "")?.campaign ?? "")?.country ?? "") });
  if (c.act === "campaign.save" && f.state === "paused") return t("seller.whatif.did.pause");
  if (c.act === "campaign.save" && f.budget_minor) return t("seller.whatif.did.budget", { value: cash(f.budget_minor, x.campaigns.get(f.campaign)?.country ?? "") });
  if (c.act === "listing.words") return t("seller.whatif.did.title", { value: f.title });
  if (c.act === "purchase.create") return t("seller.whatif.did.stock", { value: f.quantity });
  return t("seller.whatif.did.other", { value: c.act });
}
