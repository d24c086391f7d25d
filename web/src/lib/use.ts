/* What pages have in common: reading, reading again when something changed, drafts on the server. */
import { onBeforeUnmount, onScopeDispose, ref, shallowRef, watch, type Ref, type WatchSource } from "vue";
import { api, rows, type Query, type Row } from "./api";
import { useMarket } from "@/stores/market";
import { useSession } from "@/stores/session";

/* Loads with `read` now and whenever a source changes; keeps the old value on screen while reading again. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, sources: WatchSource[] = [], wait: number | (() => number) = 0) {
  const data = shallowRef<T | null>(null) as Ref<T | null>;
  const error = shallowRef<unknown>(null);
  const loading = ref(true);
  let abort: AbortController | null = null, timer: any = 0;
  async function reload() {
    clearTimeout(timer);
    timer = 0;
    abort?.abort();
    const mine = (abort = new AbortController());
    loading.value = true;
    try {
      const value = await read(mine.signal);
      if (mine !== abort) return;
      data.value = value;
      error.value = null;
    } catch (e) {
      if (mine !== abort || mine.signal.aborted) return;
      error.value = e;
    } finally {
      if (mine === abort) loading.value = false;
    }
  }
  if (sources.length) watch(sources, () => { // with a wait the first change counts, so that a market that changes all the time is read all the same
    const ms = typeof wait === "function" ? wait() : wait;
    if (ms && timer) return;
    clearTimeout(timer);
    timer = setTimeout(reload, ms);
  });
  onScopeDispose(() => { clearTimeout(timer); abort?.abort(); });
  reload();
  return { data, error, loading, reload };
}

/* Rows of a table of one's own store, read again when the market says that they changed (at most every 0.8 s; at once after an act of one's own). */
export function useRows<T extends Row = Row>(table: string, query: Query | (() => Query) = {}, max = 2000) {
  const market = useMarket();
  const q = typeof query === "function" ? query : () => query;
  return useLoad<T[]>((signal) => rows<T>(market.id, table, market.viewing ? { store: market.viewing, ...q() } : q(), max, signal), [() => market.revision[table] ?? 0, () => JSON.stringify(q())], market.patience);
}

/* A form's draft, kept on the server two seconds after the last change (lab PCs forget everything at reboot). What the server could not take (it was away, or the
 * session had ended) waits in this window until the same person opens the form again. `read` gives what to keep, `write` puts it back. */
export function useDraft<T extends object>(key: () => string, read: () => T, write: (kept: T) => void) {
  const savedAt = ref<Date | null>(null);
  const failed = ref(false);
  const found = ref(false);
  /* Who and what is remembered: when the session ends, both are forgotten before the page is left. */
  let timer: any = 0, last = "", on = false, at = key();
  const who = useSession().person?.id ?? "";
  const waiting = () => `cohong.draft.${who}.${at}`;
  function stash(text: string | null) {
    try { text === null ? sessionStorage.removeItem(waiting()) : sessionStorage.setItem(waiting(), text); } catch { /* not kept */ }
  }
  function stashed(): T | null {
    try { return JSON.parse(sessionStorage.getItem(waiting()) ?? "null"); } catch { return null; }
  }
  async function load() {
    const before = JSON.stringify(read());
    at = key();
    let value = stashed();
    if (!value) value = await api.get<any>(`/drafts/${encodeURIComponent(at)}`).then((kept) => kept.body as T, () => null);
    const kept = !!value && Object.keys(value).length > 0;
    if (kept && JSON.stringify(value) !== before) { write(value!); found.value = true; }
    /* what was typed while the answer was on its way is not saved yet */
    last = kept && !stashed() ? JSON.stringify(read()) : before;
    on = true;
    if (JSON.stringify(read()) !== last) changed();
  }
  async function save() {
    clearTimeout(timer);
    timer = 0;
    const text = JSON.stringify(read());
    if (text === last) return;
    try {
      await api.put(`/drafts/${encodeURIComponent(at)}`, JSON.parse(text));
      last = text;
      savedAt.value = new Date();
      failed.value = false;
      stash(null);
    } catch { failed.value = true; stash(text); }
  }
  function changed() {
    if (!on) return;
    at = key();
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  }
  async function drop() {
    clearTimeout(timer);
    timer = 0;
    on = false;
    found.value = false;
    savedAt.value = null;
    last = JSON.stringify(read());
    stash(null);
    await api.delete(`/drafts/${encodeURIComponent(at)}`).catch(() => {});
    at = key();
    on = true;
  }
  watch(() => JSON.stringify(read()), changed);
  const leave = (e: BeforeUnloadEvent) => { if (on && JSON.stringify(read()) !== last) { save(); e.preventDefault(); e.returnValue = ""; } };
  window.addEventListener("beforeunload", leave);
  onBeforeUnmount(() => { window.removeEventListener("beforeunload", leave); if (timer) save(); });
  return { savedAt, failed, found, load, save, drop };
}
