/* The HTTP interface (docs/api.md): one place that knows about CSRF, idempotency, languages and problems. */
import { locale } from "./i18n";

export interface Money { amount: string; currency: string }
export interface Clock {
  now: string; mode: "paused" | "advance" | "run" | "day"; until: string | null; minutes_per_second: number; reason: string | null;
  hour_ms?: number; // mode day: real time of an hour
  day: number | null; seats: number; present: number; ready: number; needed: number;
  next_allowed_real: string | null; next_allowed_in_s: number; starts_real: string | null; starts_in_s: number; held: boolean; mine: boolean | null;
}
export interface MarketSettings { clock_by: "teacher" | "ready" | "timer"; ready_percent: number; timer_min: number; day_seconds: number; min_gap_s: number; plan_days: number; nobody_min: number; [key: string]: any }
/* What a store (staff: all stores) has had in a business day, so far. */
export interface DayFigures { now: string; day: string; shown: number; clicks: number; orders: number; units: number; sales: Money; shipped: number; late: number; cancelled: number; delivered: number; lost: number; returns: number; reviews: number; stars_sum: number; paid: Money }
export interface ActAnswer { id: string | null; findings: string[]; amount: Money | null; note: string; position: number }
export type Row = Record<string, any> & { id: string };

/* What the server (or the network) refused, in words for the reader. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, detail: string, readonly field: string | null = null, readonly body: any = null) {
    super(detail);
  }
}

let csrf = "";
let onSignedOut: (code: string) => void = () => {};
export function setCsrf(token: string) { csrf = token; }
export function signedOut(code: string) { onSignedOut(code); }
export function whenSignedOut(f: (code: string) => void) { onSignedOut = f; }

/* A key for a write: the same key acts once. crypto.randomUUID is missing on http:// addresses, getRandomValues is not. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function words(zh: string, en: string) { return locale() === "en" ? en : zh; }

export type Query = Record<string, string | number | boolean | null | undefined>;
function withQuery(path: string, query?: Query): string {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(query ?? {})) if (v !== undefined && v !== null && v !== "") q.set(k, String(v));
  const s = q.toString();
  return s ? `${path}?${s}` : path;
}

/* What a page asks by itself (a stream's event, a clock) does not count as somebody being here: it says so, and the server signs idle PCs out. */
let handsAt = Date.now();
const HANDS_MS = 20000;
for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) document.addEventListener(kind, () => { handsAt = Date.now(); }, { passive: true, capture: true });

interface Options { query?: Query; body?: unknown; file?: Blob; key?: string; signal?: AbortSignal; quiet401?: boolean }

async function once(method: string, path: string, o: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": locale() };
  if (o.body !== undefined) headers["Content-Type"] = "application/json";
  if (o.file) headers["Content-Type"] = o.file.type || "application/octet-stream";
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (method === "GET" && Date.now() - handsAt > HANDS_MS) headers["X-Background"] = "1";
  if (o.key) headers["Idempotency-Key"] = o.key;
  return fetch(withQuery(`/api/v1${path}`, o.query), {
    method, headers, signal: o.signal, credentials: "same-origin", body: o.file ?? (o.body === undefined ? undefined : JSON.stringify(o.body)),
  });
}

/* A file as it is; the answer is JSON. */
export async function upload<T>(path: string, file: Blob, query: Query = {}): Promise<T> {
  return request("POST", path, { file, query });
}

export async function request<T>(method: string, path: string, o: Options = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await once(method, path, o);
  } catch (e) {
    if (o.signal?.aborted) throw e;
    try { // Reads may be asked again, and so may writes with a key.
      if (method !== "GET" && !o.key) throw e;
      await new Promise((r) => setTimeout(r, 600));
      answer = await once(method, path, o);
    } catch (again) {
      if (o.signal?.aborted) throw again;
      throw new ApiError(0, "network", words("连不上服务器。请检查网络后重试，已填写的内容都还在。", "The server cannot be reached. Check the network and try again; what you typed is kept."));
    }
  }
  const type = answer.headers.get("Content-Type") ?? "";
  const body = answer.status === 204 ? null : type.includes("json") ? await answer.json().catch(() => null) : await answer.text();
  if (answer.ok) return body as T;
  const code = body?.code ?? `http.${answer.status}`;
  if (answer.status === 401 && code !== "auth.bad_password" && !o.quiet401) onSignedOut(code);
  throw new ApiError(answer.status, code, body?.detail ?? body?.title ?? words(`服务器返回 ${answer.status}。`, `The server answered ${answer.status}.`), body?.field ?? null, body);
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>("GET", path, { query, signal }),
  post: <T>(path: string, body: unknown = {}, key: string = newKey()) => request<T>("POST", path, { body, key }),
  put: <T>(path: string, body: unknown) => request<T>("PUT", path, { body }),
  delete: <T>(path: string) => request<T>("DELETE", path),
};

/* Leaves out what was not filled in: the server refuses unknown and null members. */
function filled(fields: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== null));
}

/* Staff look at (and act for) another seat than their own. */
let seat: string | undefined, readOnly = "";
export function setSeat(other: string | undefined) { seat = other; }
/* Why nothing may be done now, or "". */
export function setReadOnly(why: string) { readOnly = why; }

export function act(market: string, name: string, fields: Record<string, unknown>, key: string = newKey()): Promise<ActAnswer> {
  if (readOnly) return Promise.reject(new ApiError(403, "look.read_only", readOnly));
  return request("POST", `/markets/${market}/acts/${name}`, { body: filled(fields), key, query: { seat } });
}
export function ask<T>(market: string, question: string, fields: Query = {}, signal?: AbortSignal): Promise<T> {
  return request("GET", `/markets/${market}/ask/${question}`, { query: { seat, ...fields }, signal });
}
/* The same for long questions (a listing's draft). */
export function askLong<T>(market: string, question: string, fields: Record<string, unknown>, signal?: AbortSignal): Promise<T> {
  return request("POST", `/markets/${market}/ask/${question}`, { body: filled(fields), query: { seat }, signal });
}
/* All rows that match, page by page, at most `max`. */
export async function rows<T extends Row = Row>(market: string, table: string, query: Query = {}, max = 2000, signal?: AbortSignal): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { rows: T[]; next: string | null } =
      await request("GET", `/markets/${market}/rows/${table}`, { query: { limit: Math.min(500, max), seat: query.store ? undefined : seat, ...query, cursor }, signal });
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor && all.length < max);
  return all;
}
export function row<T extends Row = Row>(market: string, table: string, id: string): Promise<T> {
  return request("GET", `/markets/${market}/rows/${table}/${id}`);
}
export function isProblem(e: unknown, code?: string): e is ApiError {
  return e instanceof ApiError && (!code || e.code === code);
}
