/* What the school's pages read, and how markets are watched. */
import { onScopeDispose, watch, type WatchSource } from "vue";
import { api, type Clock, type Money, type Row } from "@/lib/api";

export interface SchoolClass { id: string; name: string; teacher: string; members: number }
export interface Person { id: string; login: string | null; display_name: string; role: string; disabled: boolean }
export interface MarketLine { id: string; name: string; class: string; class_name: string | null; world: string; seat: string | null; clock: Clock | null }
export interface WorldLine { slug: string; name: { zh: string; en: string }; hash: string }
export interface Seat { seat: string; person: string; person_name: string; store: string | null }
export interface Store extends Row { seat: string; name: string; state: string; countries: string[]; orders: number; delivered: number; late: number; cancelled: number; reviews: number; stars: number; applied_at: string | null }

const items = async <T>(path: string) => (await api.get<{ items: T[] }>(path)).items;
export const readClasses = () => items<SchoolClass>("/classes");
export const readMembers = (id: string) => items<Person>(`/classes/${id}/members`);
export const readMarkets = () => items<MarketLine>("/markets");
export const readWorlds = () => items<WorldLine>("/worlds");
export const readSeats = (market: string) => items<Seat>(`/markets/${market}/seats`);
export async function readPeople(): Promise<Person[]> {
  const all: Person[] = [];
  let after: string | null = null;
  do {
    const page: { items: Person[]; next: string | null } = await api.get("/people", { after });
    all.push(...page.items);
    after = page.next;
  } while (after && all.length < 5000);
  return all;
}
/* Seats for those who came to the class after its markets were made. */
export async function giveSeats(classId: string) {
  for (const m of await readMarkets()) if (m.class === classId) await api.post(`/markets/${m.id}/seats`, {});
}

/* Calls `f` after a change, at most once in `ms` however fast changes come (a running market changes all the time). */
export function throttled(sources: WatchSource[], f: () => void, ms: number) {
  let timer: any = 0, last = 0;
  watch(sources, () => {
    if (timer) return;
    timer = setTimeout(() => { timer = 0; last = Date.now(); f(); }, Math.max(300, last + ms - Date.now()));
  });
  onScopeDispose(() => clearTimeout(timer));
}
/* Without what reads alike (0 and o, 1 and l) so that it can be read aloud. */
export function newPassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (b) => letters[b % letters.length]).join("");
}
export const cny = (n: number): Money => ({ amount: n.toFixed(2), currency: "CNY" });

/* Names pasted from a sheet: login, name, password a line, separated by tabs, commas or spaces. A missing password is made. */
export interface NewMember { line: number; login: string; name: string; password: string; made: boolean; wrong: "" | "login" | "loginChars" | "name" | "password" | "twice" | "taken"; state: "" | "busy" | "done" | "failed"; problem: string }
export function parseMembers(text: string, taken: Set<string>): NewMember[] {
  const seen = new Set<string>();
  const list: NewMember[] = [];
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trim();
    if (!line) return;
    const cells = (/[\t,，;；]/.test(line) ? line.split(/[\t,，;；]/) : line.split(/\s+/)).map((c) => c.trim());
    if (/^(登录名|用户名|账号|学号|login|user ?name)$/i.test(cells[0])) return; // the sheet's head
    const login = (cells[0] ?? "").toLowerCase(), name = cells[1] ?? "", given = cells[2] ?? "";
    const wrong = !login || login.length > 40 ? "login" : !/^[a-z0-9._@-]+$/.test(login) ? "loginChars" : !name || name.length > 60 ? "name" : given && given.length < 8 ? "password" : seen.has(login) ? "twice" : taken.has(login) ? "taken" : "";
    seen.add(login);
    list.push({ line: i + 1, login, name, password: given || newPassword(), made: !given, wrong, state: "", problem: "" });
  });
  return list;
}
