/* The class's door: what anybody may ask who has its code. */
import { ApiError, request } from "@/lib/api";

/* hint: the tail of the student number, where two have the same name. Closed: rows is empty; enter: those who have a PIN may come in by writing their name. */
export interface DoorRow { row: string; name: string; pinyin?: string; hint: string | null; claimed: boolean }
export interface Door { class_name: string; school_name: string; open: boolean; enter: boolean; rows: DoorRow[] }
export const CODE_LENGTH = 6;
/* As it is typed: small letters, full-width ones, spaces and dashes between groups. */
export function cleanCode(text: string): string { return text.normalize("NFKC").toUpperCase().replace(/[^A-Z0-9]/g, ""); }
export function showCode(code: string): string { return code.length === 6 ? `${code.slice(0, 3)} ${code.slice(3)}` : code; }
export function readDoor(code: string, signal?: AbortSignal): Promise<Door> { return request("GET", `/door/${encodeURIComponent(code)}`, { quiet401: true, signal }); }

/* The last class of this PC; never the person. */
export interface LastClass { code: string; name: string }
export function lastClass(): LastClass | null {
  try {
    const kept = JSON.parse(localStorage.getItem("cohong.door") ?? "null");
    return kept && typeof kept.code === "string" && typeof kept.name === "string" ? kept : null;
  } catch { return null; }
}
export function keepClass(last: LastClass | null) {
  try { last ? localStorage.setItem("cohong.door", JSON.stringify(last)) : localStorage.removeItem("cohong.door"); } catch { /* not kept */ }
}

/* The door by which the person of this session came in, so that the next one finds the names of the same class. */
export function keepDoor(person: string, door: LastClass) { try { localStorage.setItem("cohong.came", JSON.stringify({ person, ...door })); } catch { /* not kept */ } }
export function doorOf(person: string): LastClass | null {
  try {
    const kept = JSON.parse(localStorage.getItem("cohong.came") ?? "null");
    return kept?.person === person && typeof kept.code === "string" && typeof kept.name === "string" ? { code: kept.code, name: kept.name } : null;
  } catch { return null; }
}

/* Where somebody was when the session ended: only the same person comes back to it. */
export function keepPlace(person: string, path: string) {
  try { sessionStorage.setItem("cohong.place", JSON.stringify({ person, path })); } catch { /* not kept */ }
}
export function takePlace(person: string): string {
  try {
    const kept = JSON.parse(sessionStorage.getItem("cohong.place") ?? "null");
    sessionStorage.removeItem("cohong.place");
    return kept?.person === person && typeof kept.path === "string" && kept.path.startsWith("/") && !kept.path.startsWith("//") ? kept.path : "";
  } catch { return ""; }
}

export type Weak = "" | "run" | "same" | "number";
/* What the server refuses too, said while one types. */
export function weakness(pin: string, number: string): Weak {
  if (pin.length < 6) return "";
  if (/^(\d)\1{5}$/.test(pin) || pin.slice(0, 3) === pin.slice(3) || pin === pin.slice(0, 2).repeat(3)) return "same";
  if ("01234567890".includes(pin) || "09876543210".includes(pin)) return "run";
  return number.includes(pin) ? "number" : "";
}
export const noSuchCode = (e: unknown) => e instanceof ApiError && e.status === 404;
