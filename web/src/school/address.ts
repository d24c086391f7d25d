/* The address by which students reach the server. The page's own will do unless the teacher sits at the server itself; then the server knows its addresses in the network. */
import { ref } from "vue";
import { api } from "@/lib/api";
import { onlyHere } from "./roster";

export interface Site { version: string; open: boolean; addresses: { url: string; interface: string; kind: string }[] }
const KEY = "cohong.address";
function kept(): string { try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; } }
export function keepAddress(text: string) { try { localStorage.setItem(KEY, text); } catch { /* for this page only */ } }
/* As it is read from the wall: without the scheme that browsers add by themselves. */
export function plainAddress(text: string): string { return text.trim().replace(/^http:\/\//, "").replace(/\/+$/, ""); }
/* The picture of an address that telephones read; only of the server's own addresses. */
export function qrOf(address: string, path: string): string { return `/api/v1/qr.svg?text=${encodeURIComponent(address.trim().replace(/\/+$/, "") + path)}`; }

export function useAddress() {
  const where = ref(onlyHere(location.origin) ? kept() || location.origin : location.origin);
  const site = ref<Site | null>(null);
  api.get<Site>("/site").then((s) => {
    site.value = s;
    const best = s.open ? s.addresses.find((a) => a.kind === "card") ?? s.addresses[0] : undefined;
    if (best && onlyHere(where.value)) where.value = best.url.replace(/\/+$/, "");
  }).catch(() => {});
  return { where, site };
}
