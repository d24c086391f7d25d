/* Words of the board: acts, results, how long somebody waits. */
import { onScopeDispose, ref } from "vue";
import { i18n, pick, t } from "@/lib/i18n";
import type { Act } from "./board";

/* Real time, for "since 3 minutes". */
export function useNow() {
  const now = ref(Date.now());
  const timer = setInterval(() => { now.value = Date.now(); }, 5000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
export function waited(since: string | null | undefined, now: number): string {
  if (!since) return "";
  const m = Math.max(0, Math.floor((now - Date.parse(since)) / 60000));
  return m < 1 ? t("board.justNow") : t("board.minutes", { n: m });
}
export const clockTime = (real: string) => { const d = new Date(real), two = (n: number) => String(n).padStart(2, "0"); return `${two(d.getHours())}:${two(d.getMinutes())}`; };
export function actName(a: Act): string {
  const key = `board.act.${a.act.replace(".", "_")}`, g = i18n.global as any;
  return g.te(key) || g.te(key, "zh") ? t(key) : a.act;
}
export function resultOf(a: Act): string {
  return a.ok ? t(`board.effect.${a.effect ?? "changed"}`) : pick(a.text) || t("board.refused");
}
