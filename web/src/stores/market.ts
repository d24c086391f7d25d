/* The open market: its clock, one's seat and store, and what changes while time passes. */
import { defineStore } from "pinia";
import { computed, reactive, ref, watch } from "vue";
import { api, isProblem, row, setReadOnly, setSeat, signedOut, type Clock, type DayFigures, type MarketSettings, type Row } from "@/lib/api";
import { locale, t } from "@/lib/i18n";
import { listen, type News, type SeatPresence } from "@/lib/live";
import { useSession } from "./session";
import { useWorld } from "./world";

export interface MarketInfo { id: string; name: string; world: any; clock: Clock; settings: MarketSettings; seat: string | null; store: string | null; role: string; [more: string]: any }

/* What pages read rows of (docs/api.md). */
const TABLES = ["store", "purchase", "stock", "listing", "words", "offer", "order", "parcel", "returns", "review", "rule", "entry", "balance", "settlement", "daily", "loss", "term", "day", "business", "campaign", "adgroup", "ad", "target", "adstat", "adterm"];

export const useMarket = defineStore("market", () => {
  const id = ref("");
  const info = ref<MarketInfo | null>(null);
  const clock = ref<Clock | null>(null);
  const store = ref<Row | null>(null); // one's own store's row
  const viewing = ref(""); // staff: the store that is looked at, "" one's own
  const demo = ref(""); // staff: their own seat to show things in
  const looking = ref(false); // viewing, and nothing may be done
  const told = reactive<Record<string, any>>({}); // what the stream said last of a hand, a remark
  const up = ref(true);
  const news = ref<News[]>([]); // newest first
  const unread = ref(0);
  const settings = ref<MarketSettings | null>(null);
  const figures = ref<DayFigures | null>(null); // of the business day that plays, or was played last
  const sitting = ref<SeatPresence[]>([]); // staff: who is here, who is ready
  const clockAtReal = ref(0); // when the clock was told, in this computer's time
  const now = ref(0); // simulated, in ms; moves by itself while the clock runs
  const revision = reactive<Record<string, number>>({}); // counts up when rows of a table changed
  let stop: (() => void) | null = null, ticker: any = 0, clockAt = 0, generation = 0;

  function takeClock(c: Clock) {
    clock.value = c;
    clockAt = clockAtReal.value = Date.now();
    now.value = new Date(c.now).getTime();
  }
  function tick() { // between two clock events, time goes on by the pace that was told
    const c = clock.value;
    if (!c || (c.mode !== "run" && c.mode !== "day")) return;
    let ms = new Date(c.now).getTime();
    if (c.mode === "day") ms += Math.min((Date.now() - clockAt) / (c.hour_ms || 1000), 0.95) * 3600000; // the next hour comes when it comes
    else ms += Math.min(Date.now() - clockAt, 15000) * 60 * c.minutes_per_second;
    if (c.until) ms = Math.min(ms, new Date(c.until).getTime());
    now.value = ms;
  }
  async function loadStore() {
    if (demo.value && !viewing.value) viewing.value = (await api.post<{ store: string | null }>(`/markets/${id.value}/seats/demo`).catch(() => ({ store: null }))).store ?? "";
    const mine = viewing.value || info.value?.store;
    /* a line that drops takes no store away: only an answer says that there is none */
    const found = mine ? await row(id.value, "store", mine).catch((e) => (isProblem(e) && e.status === 404) || store.value?.id !== mine ? null : store.value) : null;
    store.value = found;
  }
  async function reload() {
    const mine = generation;
    const i = await api.get<MarketInfo>(`/markets/${id.value}`);
    if (mine !== generation) return;
    info.value = i;
    settings.value = i.settings;
    takeClock(i.clock);
    await loadStore();
  }
  async function open(market: string) {
    if (id.value === market && info.value) return;
    close();
    const mine = ++generation;
    id.value = market;
    try {
      await Promise.all([reload(), useWorld().load(market)]);
    } catch (e) {
      if (mine === generation) id.value = "";
      throw e;
    }
    if (mine !== generation) return;
    follow();
    ticker = setInterval(tick, 500);
  }
  /* What has happened, and from now on what happens. */
  function follow() {
    const market = id.value, mine = generation;
    api.get<{ news: News[] }>(`/markets/${market}/news`, { limit: 30 }).then((n) => { if (mine === generation) news.value = n.news; }).catch(() => {});
    let heard = false;
    stop = listen(market, locale(), (kind, data: any) => {
      if (kind === "clock") takeClock(data);
      else if (kind === "day") figures.value = data;
      else if (kind === "ready") sitting.value = data.seats;
      else if (kind === "state") {
        if (data.up && !heard) catchUp();
        else if (data.up && !up.value) refreshAll();
        heard ||= data.up;
        up.value = data.up;
      } else if (kind === "settings") { // the teacher changed them
        settings.value = data;
        if (info.value) info.value = { ...info.value, settings: data };
      } else if (kind === "news") {
        if (news.value.some((n) => n.position === data.position && n.kind === data.kind && n.ref === data.ref)) return;
        news.value = [data, ...news.value].slice(0, 200);
        unread.value++;
      } else if (kind === "session") {
        signedOut(data.code); // moved to another PC, class over, …
      } else if (kind === "changed") {
        for (const table of data.tables) revision[table] = (revision[table] ?? 0) + 1;
        if (data.tables.includes("store")) reload().catch(() => {});
      } else if (kind === "hand" || kind === "remark") {
        told[kind] = data;
      }
    });
  }
  watch(locale, () => { if (stop) { stop(); follow(); } });
  /* As its student sees it, and nothing can be done; the server keeps who looked. */
  async function look(other: string) {
    await api.post(`/markets/${id.value}/looks`, { store: other });
    await view(other);
    looking.value = true;
    setReadOnly(t("classroom.readOnly"));
  }
  async function actAsDemo() {
    const own = await api.post<{ seat: string; store: string | null }>(`/markets/${id.value}/seats/demo`);
    await view(own.store ?? "");
    demo.value = own.seat;
    setSeat(own.seat);
    readAgain();
  }
  async function view(other: string) {
    demo.value = "";
    looking.value = false;
    setReadOnly("");
    viewing.value = other;
    await loadStore();
    setSeat(other ? store.value?.seat ?? undefined : undefined);
    readAgain();
  }
  /* Also the tables of which no change was told yet. */
  function readAgain() { for (const table of TABLES) revision[table] = (revision[table] ?? 0) + 1; }
  /* The stream tells what happens from when it is open, which is after the page was read: time may have passed in between. */
  async function catchUp() {
    const before = info.value?.clock?.now;
    await reload().catch(() => {});
    if (info.value?.clock?.now === before) return;
    readAgain();
    const market = id.value;
    api.get<{ news: News[] }>(`/markets/${market}/news`, { limit: 30 }).then((n) => { if (market === id.value && n.news.length > news.value.length) news.value = n.news; }).catch(() => {});
  }
  /* After the line was down: what was missed is read again. */
  function refreshAll() {
    readAgain();
    reload().catch(() => {});
  }
  function close() {
    stop?.();
    stop = null;
    clearInterval(ticker);
    generation++;
    id.value = "";
    info.value = clock.value = store.value = settings.value = figures.value = null;
    sitting.value = [];
    news.value = [];
    unread.value = 0;
    viewing.value = demo.value = "";
    looking.value = false;
    setSeat(undefined);
    setReadOnly("");
  }
  /* Tells pages at once that rows changed by one's own act; the event that follows finds them already read. */
  let touchedAt = 0;
  function touch(...tables: string[]) {
    touchedAt = Date.now();
    for (const table of tables) revision[table] = (revision[table] ?? 0) + 1;
  }
  /* How long a page waits before it reads rows again: not at all after one's own act, else so that a running clock does not ask all the time; while a day plays, its
   * strip tells what happens, and a class does not ask for everything each second. */
  function patience() { if (Date.now() - touchedAt < 200) return 0; return clock.value?.mode === "day" ? 2500 + Math.random() * 1500 : 800; }
  /* The teacher may switch the Chinese gloss on buyers' words off for students. */
  const glossAllowed = computed(() => useSession().staff || info.value?.settings?.gloss !== false);
  const running = computed(() => !!clock.value && clock.value.mode !== "paused");
  const storeState = computed(() => store.value?.state ?? "none");
  return { id, info, clock, clockAtReal, takeClock, settings, figures, sitting, store, storeState, up, news, unread, now, running, glossAllowed, revision, viewing, demo, looking, told, view, look, actAsDemo, open, close, reload, loadStore, touch, patience };
});
