/* The roster of a class, its door, attendance and logs (docs/api.md, Classes and people). */
import { api, upload, type Query } from "@/lib/api";
import type { Person } from "./data";

export interface RosterRow { row: string; person: string; number: string; name: string; note: string; claimed: boolean; claimed_at_real: string | null; signed_in: boolean; seen_at_real: string | null }
export interface ClassDoor { code: string | null; open: boolean; open_until_real: string | null; open_s: number; enter_always: boolean; idle_min: number; claimed: number; rows: number; signed_in: number }
export interface Fault { column: "number" | "name" | "note" | "row"; severity: "error" | "warning"; code: string; text: string; fix: string | null }
export interface PreviewRow { line: number; number: string; name: string; note: string; class: string; state: "new" | "same" | "changed" | "error"; row: string | null; claimed: boolean; faults: Fault[] }
export interface Missing { row: string; number: string; name: string; claimed: boolean }
export interface Preview { header: boolean; columns: Record<string, number | null>; rows: PreviewRow[]; missing: Missing[]; classes: { name: string; n: number }[]; counts: Record<"new" | "same" | "changed" | "errors" | "warnings" | "missing", number> }
export interface Imported { added: number; changed: number; same: number; removed: number }
export type Presence = "present" | "late" | "absent" | "excused";
export interface Attendant { person: string; number: string | null; name: string; state: Presence; by_teacher: boolean; signed_in_at_real: string | null; excused_steps: number }
export interface Attendance { day: string; days: string[]; items: Attendant[] }
export interface SignIn { at_real: string; person: string; name: string; what: string; result: string; browser: string }
export interface School { name: string; short_name: string; time_zone: string; keep_sign_ins_months: number; keep_audit_months: number; keep_drafts_months: number }

const of = (id: string) => `/classes/${id}`;
export const readRoster = async (id: string) => (await api.get<{ items: RosterRow[] }>(`${of(id)}/roster`)).items;
export const previewRoster = (id: string, file: Blob, name: string) => upload<Preview>(`${of(id)}/roster/preview`, file, { name });
export const importRoster = (id: string, rows: { number: string; name: string; note?: string }[], remove: boolean) => api.post<Imported>(`${of(id)}/roster`, { rows, remove });
export const editRow = (id: string, row: string, fields: Partial<Pick<RosterRow, "number" | "name" | "note">>) => api.put(`${of(id)}/roster/${row}`, fields);
export const dropRow = (id: string, row: string) => api.delete(`${of(id)}/roster/${row}`);
export const readDoor = (id: string) => api.get<ClassDoor>(`${of(id)}/door`);
export const setDoor = (id: string, fields: { open_min?: number; renew?: true; enter_always?: boolean; idle_min?: number }) => api.put<ClassDoor>(`${of(id)}/door`, fields);
export const resetPins = (id: string, which: { rows: string[] } | { all: true }) => api.post<{ reset: number }>(`${of(id)}/pins/reset`, which);
export const signOutClass = (id: string, row?: string) => api.post<{ signed_out: number }>(`${of(id)}/sign-out`, row ? { row } : {});
export const readAttendance = (id: string, day?: string) => api.get<Attendance>(`${of(id)}/attendance`, { day });
export const setAttendance = (id: string, person: string, state: Presence | "auto", day?: string) => api.put(`${of(id)}/attendance/${person}`, { state, ...(day ? { day } : {}) });
export const readSignIns = (id: string, query: Query = {}) => api.get<{ items: SignIn[]; next: string | null }>(`${of(id)}/sign-ins`, query);
export const readSchool = () => api.get<School>("/school");
export const setSchool = (fields: Partial<School>) => api.put<School | null>("/school", fields);

/* A line of the class list: somebody of the roster, or a student with a user name and a password. */
export interface Line { id: string; row: RosterRow | null; person: string; name: string; number: string; note: string; login: string | null; presence: Presence | ""; byTeacher: boolean }
export function lines(roster: RosterRow[], members: Person[], today: Attendant[]): Line[] {
  /* Before anybody has come today, nobody is absent. */
  const there = new Map((today.some((a) => a.by_teacher || a.state !== "absent") ? today : []).map((a) => [a.person, a]));
  const presence = (p: string) => ({ presence: there.get(p)?.state ?? ("" as const), byTeacher: there.get(p)?.by_teacher ?? false });
  const known = new Set(roster.map((r) => r.person));
  return [
    ...roster.map((r) => ({ id: r.row, row: r, person: r.person, name: r.name, number: r.number, note: r.note, login: null, ...presence(r.person) })),
    ...members.filter((m) => !known.has(m.id)).map((m) => ({ id: `p${m.id}`, row: null, person: m.id, name: m.display_name, number: "", note: "", login: m.login ?? "", ...presence(m.id) })),
  ];
}
/* What the teacher's real clock says, in words of the day. */
export function clockTime(real: string | null, withDay = true): string {
  if (!real) return "–";
  const d = new Date(real), two = (n: number) => String(n).padStart(2, "0");
  const hour = `${two(d.getHours())}:${two(d.getMinutes())}`;
  return !withDay || d.toDateString() === new Date().toDateString() ? hour : `${two(d.getMonth() + 1)}-${two(d.getDate())} ${hour}`;
}
/* The rows of a preview as a file again, to be checked by the same rules after something was put right. */
export function asCsv(rows: { number: string; name: string; note: string }[]): Blob {
  const cell = (s: string) => (/[",\n\r]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s);
  return new Blob([["学号,姓名,备注", ...rows.map((r) => [r.number, r.name, r.note].map(cell).join(","))].join("\r\n")], { type: "text/csv" });
}
/* Where students reach the server. The teacher's own PC may be the server: its local address is of no use to others. */
export function onlyHere(origin: string): boolean { try { return /^(localhost|127\.|\[::1\])/.test(new URL(origin).host); } catch { return true; } }
