/* Business days as pages tell them: which it is, what the next one waits for. */
import { computed, onScopeDispose, ref } from "vue";
import { local, time } from "./format";
import { locale, t } from "./i18n";
import { useMarket } from "@/stores/market";

const WEEK = { zh: ["日", "一", "二", "三", "四", "五", "六"], en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] };
/* "9 月 3 日（周四）09:00" */
export function standing(at: string | number): string {
  const d = local(at);
  return locale() === "en" ? `${WEEK.en[d.getUTCDay()]} ${time(at)}` : `${time(at, "date")}（周${WEEK.zh[d.getUTCDay()]}）${time(at, "hour")}`;
}
export function seconds(s: number): string {
  return s < 90 ? t("day.seconds", { n: Math.max(0, Math.ceil(s)) }) : t("day.minutes", { m: Math.floor(s / 60), s: Math.ceil(s % 60) });
}
/* The next nine o'clock of the sellers after a moment, in ms. */
export function nextNine(at: number): number {
  const d = local(at), since = (d.getUTCHours() * 60 + d.getUTCMinutes() - 540 + 1440) % 1440;
  return at + (1440 - since) * 60000;
}
/* The date of the business day that holds a moment, "2026-09-03". */
export function businessDay(at: number): string { return local(at - 540 * 60000).toISOString().slice(0, 10); }

/* The clock in words, with seconds that count down in this computer's time from what the server said. */
export function useDay() {
  const market = useMarket(), real = ref(Date.now());
  const beat = setInterval(() => { const c = market.clock; if (c && (c.next_allowed_in_s || c.starts_in_s)) real.value = Date.now(); }, 1000);
  onScopeDispose(() => clearInterval(beat));
  const left = (s: number | undefined) => Math.max(0, (s ?? 0) - (Math.max(real.value, market.clockAtReal) - market.clockAtReal) / 1000);
  const clock = computed(() => market.clock!);
  const gap = computed(() => left(clock.value.next_allowed_in_s));
  const starts = computed(() => left(clock.value.starts_in_s));
  const atNine = computed(() => { const d = local(clock.value.now); return d.getUTCHours() === 9 && d.getUTCMinutes() === 0; });
  const plan = computed(() => market.settings?.plan_days ?? 0);
  const nth = computed(() => {
    const n = clock.value.day ?? 1;
    return !plan.value ? t("day.nth", { n }) : n > plan.value ? t("day.over", { all: plan.value }) : t("day.nthOf", { n, all: plan.value });
  });
  /* What the clock says when it stands. */
  const words = computed(() => {
    const c = clock.value, by = market.settings?.clock_by;
    const why = c.reason === "disk_full" ? t("day.disk") : c.reason === "nobody" ? t("day.nobody") : !atNine.value ? t("day.half")
      : by === "ready" && !c.held ? t("day.ready", { ready: c.ready, needed: c.needed }) : by === "timer" ? (starts.value ? t("day.timer", { n: seconds(starts.value) }) : t("day.timerOff")) : t("day.teacher");
    return `${t("day.at", { at: standing(c.now), n: c.day ?? 1 })}${locale() === "en" ? ". " : "，"}${why}`;
  });
  return { clock, gap, starts, atNine, plan, nth, words };
}
