/* What happens in a market, as it happens. One event stream for the whole browser where SharedWorker exists (a browser opens only six connections
 * to a server), else one for this tab. */
import type { Clock, DayFigures, MarketSettings } from "./api";

export interface News { position: number; at: string; kind: string; ref: string; a: string; b: string; text: string }
export interface SeatPresence { seat: string; ready: boolean; present: boolean }
export interface LiveEvents { clock: Clock; news: News; changed: { tables: string[] }; settings: MarketSettings; day: DayFigures; ready: { seats: SeatPresence[] }; hand: { raised: boolean; place: number; waiting: number; text: string }; remark: object; session: { code: string }; state: { up: boolean } }
type Listener = <K extends keyof LiveEvents>(kind: K, data: LiveEvents[K]) => void;

/* Listens to a market's events until the returned function is called. A stream tells them in the language that its reader had when it was opened, so each language has its own. */
export function listen(market: string, language: string, listener: Listener): () => void {
  const url = `/api/v1/markets/${market}/events#${language}`;
  if (typeof SharedWorker !== "undefined") {
    try { return listenShared(url, listener); } catch { /* some browsers forbid workers: a stream of this tab's own does */ }
  }
  return openStream(url, (list) => tell(list, listener));
}
/* Events come in bursts (a class's day: dozens in an hour): each burst is one piece of work for a page. */
export interface Told { kind: string; data: any }
const BURST_MS = 100;
function tell(list: Told[], listener: Listener) { for (const e of list) listener(e.kind as any, e.data); }

function listenShared(url: string, listener: Listener): () => void {
  const worker = new SharedWorker(new URL("./live.worker.ts", import.meta.url), { name: "cohong-live" });
  const port = worker.port;
  port.onmessage = (e) => tell(e.data, listener);
  port.start();
  port.postMessage({ open: url });
  const alive = setInterval(() => port.postMessage({ alive: true }), 20000);
  const bye = () => port.postMessage({ close: true });
  window.addEventListener("pagehide", bye);
  return () => {
    clearInterval(alive);
    window.removeEventListener("pagehide", bye);
    bye();
    port.close();
  };
}

/* Opens an EventSource that comes back by itself, slower each time. Used by the tab and by the worker. */
export function openStream(url: string, tellAll: (list: Told[]) => void): () => void {
  let source: EventSource | null = null, timer: any = 0, wait = 1000, done = false, burst: Told[] = [];
  const flush = () => { const list = burst; burst = []; if (!done) tellAll(list); };
  const send = (kind: string, data: any) => { if (burst.push({ kind, data }) === 1) setTimeout(flush, BURST_MS); };
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => { wait = 1000; send("state", { up: true }); };
    for (const kind of ["clock", "news", "changed", "settings", "day", "ready", "hand", "remark", "session"])
      source.addEventListener(kind, (e) => { try { send(kind, JSON.parse((e as MessageEvent).data)); } catch { /* half an event */ } });
    source.onerror = () => {
      send("state", { up: false });
      if (source!.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source!.close();
      clearTimeout(timer);
      if (!done) timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, 30000);
    };
  };
  open();
  return () => { done = true; clearTimeout(timer); source?.close(); };
}
