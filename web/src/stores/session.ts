/* Who is signed in. */
import { defineStore } from "pinia";
import { computed, ref } from "vue";
import { api, request, setCsrf } from "@/lib/api";
import { doorOf, keepDoor, type LastClass } from "@/door/data";
import { locale, setLocale, type Locale } from "@/lib/i18n";

export interface Seat { market: string; market_name: string; state: string; seat: string; class: string }
interface SessionAnswer { person: { id: string; login: string | null; display_name: string }; role: string; lang: Locale; csrf: string; seats: Seat[]; sign_in?: "pin" | "password"; idle_min?: number }

export const useSession = defineStore("session", () => {
  const session = ref<SessionAnswer | null>(null);
  const asked = ref(false);
  const ended = ref(""); // why the session that was here is no more, by the server's code
  const person = computed(() => session.value?.person ?? null);
  const role = computed(() => session.value?.role ?? "");
  const seats = computed(() => session.value?.seats ?? []);
  const staff = computed(() => !!role.value && role.value !== "student");

  const byPin = computed(() => session.value?.sign_in === "pin");
  /* The class's door by which a student came in here; null for who has a password. */
  const door = computed<LastClass | null>(() => (byPin.value && person.value ? doorOf(person.value.id) : null));
  const idleMinutes = computed(() => session.value?.idle_min ?? 0);

  async function take(s: SessionAnswer) {
    session.value = s;
    ended.value = "";
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
      ended.value = e.code;
    }
    return !!session.value;
  }
  async function signIn(login: string, password: string) {
    await take(await request<SessionAnswer>("POST", "/session", { body: { login, password, lang: locale() }, quiet401: true }));
  }
  /* Students, through the door of their class: the first time with the number and a PIN of their own, then with the PIN. */
  async function claim(door: LastClass, row: string, number: string, pin: string) {
    await through(door, "claim", { row, number, pin });
  }
  /* who: a row of the names, or a name or student number as it was written. */
  async function enter(door: LastClass, who: { row: string } | { who: string }, pin: string) {
    await through(door, "enter", { ...who, pin });
  }
  async function through(door: LastClass, how: string, body: object) {
    const s = await request<SessionAnswer>("POST", `/door/${door.code}/${how}`, { body: { ...body, lang: locale() }, quiet401: true });
    keepDoor(s.person.id, door);
    await take(s);
  }
  async function signOut() {
    await api.delete("/session").catch(() => {});
    forget();
  }
  function forget() { session.value = null; asked.value = true; setCsrf(""); }
  async function setLang(lang: Locale) {
    if (session.value) { // the server first: what pages read again is to come in the new language
      session.value.lang = lang;
      await api.put("/session/lang", { lang }).catch(() => {});
    }
    await setLocale(lang);
  }
  return { session, asked, ended, person, role, seats, staff, byPin, door, idleMinutes, load, signIn, claim, enter, signOut, forget, setLang };
});
