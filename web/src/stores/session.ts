/* Who is signed in. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api, request, setCsrf } from "@/lib/api";
import { locale, setLocale, type Locale } from "@/lib/i18n";

export interface Seat { market: string; market_name: string; state: string; seat: string; class: string }
interface SessionAnswer { person: { id: string; login: string; display_name: string }; role: string; lang: Locale; csrf: string; seats: Seat[] }

export const useSession = defineStore("session", () => {
  const session = ref<SessionAnswer | null>(null);
  const asked = ref(false);
  const person = computed(() => session.value?.person ?? null);
  const role = computed(() => session.value?.role ?? "");
  const seats = computed(() => session.value?.seats ?? []);
  const staff = computed(() => !!role.value && role.value !== "student");

  async function take(s: SessionAnswer) {
    session.value = s;
    asked.value = true;
    setCsrf(s.csrf);
    if (s.lang !== locale()) await setLocale(s.lang);
  }
  /* Asks once whether a session is there; true if so. */
  async function load(again = false): Promise<boolean> {
    if (asked.value && !again) return !!session.value;
    try {
      await take(await request<SessionAnswer>("GET", "/session", { quiet401: true }));
    } catch (e: any) {
      if (e.status !== 401) throw e;
      asked.value = true;
      session.value = null;
    }
    return !!session.value;
  }
  async function signIn(login: string, password: string) {
    await take(await request<SessionAnswer>("POST", "/session", { body: { login, password, lang: locale() }, quiet401: true }));
  }
  async function signOut() {
    await api.delete("/session").catch(() => {});
    forget();
  }
  function forget() { session.value = null; asked.value = true; setCsrf(""); }
  async function setLang(lang: Locale) {
    await setLocale(lang);
    if (session.value) {
      session.value.lang = lang;
      api.put("/session/lang", { lang }).catch(() => {});
    }
  }
  return { session, asked, person, role, seats, staff, load, signIn, signOut, forget, setLang };
});
