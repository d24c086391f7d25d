/* Programmes (人才培养方案): what the server tells, and how cells are read and written. */
import { reactive, shallowRef } from "vue";
import { api, ApiError } from "@/lib/api";
import { locale, t } from "@/lib/i18n";

export const STATUSES = ["fail", "no_data", "evidence_missing", "waiting_review", "not_due", "pass", "not_applicable", "waived"] as const;
export type Status = (typeof STATUSES)[number];
export type Counts = Record<Status, number>;
export interface Clause {
  clause: string; status: Status; severity: "error" | "warn" | "info"; was?: Status; text: string; formula: string; due_on?: string; due_term?: number; reason?: string; waiver_refused?: boolean;
  figures: Record<string, number>; data: string[]; evidence?: string[]; reading?: string; source: string; word: string; by: "rule" | "evidence" | "review";
}
export interface Board { etag: number; date: string; fails: boolean; counts: Counts; severities: Record<string, Counts>; chapters: { title: string; counts: Counts }[]; items: Clause[]; chapter_of: number[]; was?: Record<string, Status>; interpretations: { id: string; clauses: string; text: string }[] }
export interface Version { id: string; number: number; label: string; state: "draft" | "approved" | "frozen" | "trial"; base: string | null; at_real: string }
export interface Change { id: string; version: string; draft: string | null; content: string; reason: string; state: "asked" | "granted" | "refused"; asked_by: string; asked_at_real: string; decided_by?: string; organ?: string; record?: string; on?: string }
export interface Event { at_real: string; etag: number; version: string | null; who: string; what: string; detail: any }
export interface EvidenceFile { no: string; name: string; bytes: number; sha256: string; who: string; at_real: string }
export interface Meta { id: string; name: string; etag: number; standard: string; standard_title: string; versions: Version[]; changes: Change[]; files: EvidenceFile[]; history: Event[] }
export interface Line { id: string; name: string; etag: number; created_at_real: string; versions: Version[] }
export type Kind = "text" | "number" | "decimal" | "date" | "flag" | "word" | "words" | "ref" | "refs" | "clause" | "clauses";
export interface FieldOf { name: string; text: string; kind: Kind; required: boolean; list?: string; others?: boolean; of?: string; min?: number; max?: number; bytes?: number }
export interface Member { member: string; text: string; rows: number; fields: FieldOf[] }
export interface Format { members: Member[]; lists: Record<string, { id: string; text: string }[]> }
export type Doc = Record<string, any>;
export interface Edit { path: string; value: any }
export interface Fault { path: string; text: string }

export const readProgrammes = () => api.get<{ items: Line[] }>("/programmes").then((a) => a.items);
export const readFormat = () => api.get<Format>("/programme-format");
export const LOOK: Record<Status, [string, string]> = { pass: ["good", "✓"], fail: ["bad", "×"], not_due: ["plain", "◔"], no_data: ["warn", "?"], evidence_missing: ["warn", "▢"], waiting_review: ["info", "…"], not_applicable: ["plain", "–"], waived: ["plain", "○"] };
export const versionName = (v: Version) => (v.state === "trial" ? `${t("programme.state.trial")} · ${v.label}` : t("programme.version", { n: v.number })) + (v.state === "trial" ? "" : ` · ${t(`programme.state.${v.state}`)}`);

/* ---- cells ---- */
const SPLIT = /[、,，;；\n]+/;
export function showCell(f: FieldOf, v: any, format: Format): string {
  if (v === undefined || v === null) return "";
  const word = (id: any) => format.lists[f.list ?? ""]?.find((w) => w.id === id)?.text ?? String(id);
  if (f.kind === "flag") return t(v ? "programme.yes" : "programme.no");
  if (f.kind === "word") return word(v);
  if (f.kind === "words") return Array.isArray(v) ? v.map(word).join(locale() === "zh" ? "、" : ", ") : String(v);
  return Array.isArray(v) ? v.join(", ") : String(v);
}
/* What was typed or pasted, as the document has it; what makes no sense stays as text, and the server says what is wrong with it. */
export function readCell(f: FieldOf, typed: string, format: Format, doc: Doc): any {
  const s = typed.trim();
  if (!s) return null;
  const word = (x: string) => format.lists[f.list ?? ""]?.find((w) => w.id === x || w.text === x || w.text.toLowerCase() === x.toLowerCase())?.id ?? x;
  const ref = (x: string) => { const rows: any[] = doc[f.of ?? ""] ?? []; return rows.some((r) => r.id === x) ? x : rows.find((r) => r.name === x)?.id ?? x; };
  const list = () => s.split(SPLIT).map((x) => x.trim()).filter(Boolean);
  switch (f.kind) {
    case "number": case "decimal": { const n = Number(s.replace(/[,，\s]/g, "")); return isFinite(n) ? n : s; }
    case "date": { const m = s.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/); return m ? `${m[1]}-${m[2].padStart(2, "0")}-${m[3].padStart(2, "0")}` : s; }
    case "flag": return /^(是|有|✓|√|y|yes|true|1)$/i.test(s) ? true : /^(否|无|×|n|no|false|0)$/i.test(s) ? false : s;
    case "word": return word(s);
    case "words": return list().map(word);
    case "ref": return ref(s);
    case "refs": return list().map(ref);
    case "clauses": return list();
    default: return s;
  }
}

/* ---- paths ---- */
export function rowKey(member: string, rows: any[], i: number): string {
  const own = rows[i]?.id ?? (member === "evidence" ? rows[i]?.no : undefined);
  return typeof own === "string" && own && !own.includes("/") && !own.startsWith("#") ? own : `#${i}`;
}
function step(at: any, name: string): any {
  if (Array.isArray(at) && name.startsWith("#")) return at[Number(name.slice(1))];
  if (Array.isArray(at)) return at.find((r) => (r.id ?? r.no) === name) ?? (/^\d+$/.test(name) ? at[Number(name)] : undefined);
  return at?.[name];
}
export function valueAt(doc: Doc, path: string): any { return path.split("/").slice(1).reduce((at, name) => step(at, name), doc as any); }
function setAt(doc: Doc, format: Format, { path, value }: Edit) {
  const parts = path.split("/").slice(1), last = parts.pop()!;
  if (parts.length && doc[parts[0]] === undefined) doc[parts[0]] = format.members.find((m) => m.member === parts[0])?.rows ? [] : {};
  const at = parts.reduce((a, name) => step(a, name), doc as any);
  if (Array.isArray(at)) {
    const i = last === "-" ? at.length : at.indexOf(step(at, last));
    if (value === null) at.splice(i, 1); else at[i] = value;
  } else if (value === null) delete at[last];
  else at[last] = value;
}
/* "/courses/3/hours" in words: 课程 · K01 · 学时. */
export function placeName(path: string, format: Format, doc: Doc): string {
  const [member, row, field] = path.split("/").slice(1);
  const m = format.members.find((x) => x.member === member);
  if (!m) return path;
  const parts = [m.text];
  if (m.rows) {
    if (row !== undefined) { const r = doc[member]?.[Number(row)] ?? {}; parts.push(r.name ?? r.title ?? r.id ?? r.no ?? `${Number(row) + 1}`); }
    if (field) parts.push(m.fields.find((f) => f.name === field)?.text ?? field);
  } else if (row) parts.push(m.fields.find((f) => f.name === row)?.text ?? row);
  return parts.join(" · ");
}

/* ---- one version that is open ---- */
export function openVersion(programme: string, version: () => string, date: () => string) {
  const doc = shallowRef<Doc>({}), format = shallowRef<Format | null>(null), counts = shallowRef<Counts | null>(null);
  const state = reactive({ etag: 0, turned: [] as { at: number; edits: Edit[]; items: Clause[] }[], saving: 0 });
  const path = () => `/programmes/${programme}/versions/${version()}`;
  async function load() {
    if (!format.value) format.value = await readFormat();
    const a = await api.get<{ etag: number; document: Doc }>(path());
    doc.value = a.document;
    state.etag = a.etag;
  }
  async function send(edits: Edit[]): Promise<{ etag: number; counts: Counts; turned: Clause[] }> {
    return api.put(`${path()}/edits${date() ? `?date=${date()}` : ""}`, { etag: state.etag, edits });
  }
  const whole = (d: Doc, p: string) => { const parts = p.split("/"); return JSON.stringify([valueAt(d, p) ?? null, (parts[2] ?? "").startsWith("#") ? valueAt(d, parts.slice(0, 3).join("/")) ?? null : null]); };
  let chain: Promise<unknown> = Promise.resolve();
  /* One after the other. Somebody else's write in between is read, and the edit tried again unless it is about the same places. */
  function edit(edits: Edit[]): Promise<void> {
    const mine = chain.then(async () => {
      state.saving++;
      try {
        let a;
        try { a = await send(edits); } catch (e) {
          if (!(e instanceof ApiError) || e.code !== "request.conflict") throw e;
          const before = doc.value;
          await load();
          if (edits.some((x) => !x.path.endsWith("/-") && whole(before, x.path) !== whole(doc.value, x.path))) throw new ApiError(409, e.code, t("programme.conflict"));
          a = await send(edits);
        }
        const next = JSON.parse(JSON.stringify(doc.value));
        for (const x of edits) setAt(next, format.value!, JSON.parse(JSON.stringify(x)));
        doc.value = next;
        state.etag = a.etag;
        counts.value = a.counts;
        if (a.turned.length) state.turned = [{ at: a.etag, edits, items: a.turned }, ...state.turned].slice(0, 20);
        else state.turned = [{ at: a.etag, edits, items: [] }, ...state.turned.filter((x) => x.items.length)].slice(0, 20);
      } finally { state.saving--; }
    });
    chain = mine.catch(() => {});
    return mine;
  }
  return { doc, format, counts, state, load, edit };
}
export type Opened = ReturnType<typeof openVersion>;
export function when(real: string | null): string {
  if (!real) return "–";
  const d = new Date(real), two = (n: number) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
}
/* As people read a table: what the hours and terms of a course are stands before its lists. */
const LATE: Record<string, string[]> = { courses: ["subject", "domains", "prerequisites", "typical_tasks", "training_topics", "training_types", "topics", "school_based", "special"] };
export function ordered(m: Member): Member {
  const late = LATE[m.member] ?? [];
  return { ...m, fields: [...m.fields.filter((f) => !late.includes(f.name)), ...m.fields.filter((f) => late.includes(f.name))] };
}
