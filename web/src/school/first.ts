/* A teacher's way to the lesson, in the order in which it is gone. */
import type { MarketLine, SchoolClass } from "./data";
import { readDoor } from "./roster";

export type StepKey = "class" | "roster" | "market" | "door" | "start";
export const STEPS: StepKey[] = ["class", "roster", "market", "door", "start"];
/* What comes next for a class; "" when the lesson has been started. */
export function nextOf(c: { members: number; claimed: number }, markets: MarketLine[]): StepKey | "" {
  if (!c.members) return "roster";
  if (!markets.length) return "market";
  if (!c.claimed) return "door";
  return markets.some((m) => m.clock && (m.clock.mode !== "paused" || moved(m))) ? "" : "start";
}
const moved = (m: MarketLine) => !!(m.clock as any)?.day && (m.clock as any).day > 1;
export interface Way { next: StepKey; of: SchoolClass | null; claimed: number; market: string }
/* The step that comes next for the newest class that has not begun; null when all have. */
export async function wayOf(classes: SchoolClass[], markets: MarketLine[]): Promise<Way | null> {
  if (!classes.length) return { next: "class", of: null, claimed: 0, market: "" };
  const newest = [...classes].sort((a, b) => (a.id.length - b.id.length || (a.id < b.id ? -1 : 1))).pop()!;
  const own = markets.filter((m) => m.class === newest.id);
  const door = newest.members ? await readDoor(newest.id) : null;
  /* students with a user name and a password need not claim anything */
  const claimed = door ? door.claimed + newest.members - door.rows : 0;
  const next = nextOf({ members: newest.members, claimed }, own);
  return next ? { next, of: newest, claimed, market: own[0]?.id ?? "" } : null;
}
