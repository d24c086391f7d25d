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
/* The step that comes next for the class that is furthest from its lesson; null when all have begun. Names of classes have no order in time: what is yet to be done says which is new. */
export async function wayOf(classes: SchoolClass[], markets: MarketLine[]): Promise<Way | null> {
  if (!classes.length) return { next: "class", of: null, claimed: 0, market: "" };
  const ways = await Promise.all(classes.map(async (of): Promise<Way | null> => {
    const own = markets.filter((m) => m.class === of.id);
    if (own.some((m) => m.clock && (m.clock.mode !== "paused" || moved(m)))) return null;
    const door = of.members && own.length ? await readDoor(of.id) : null;
    /* students with a user name and a password need not claim anything */
    const claimed = door ? door.claimed + of.members - door.rows : 0;
    const next = nextOf({ members: of.members, claimed }, own);
    return next ? { next, of, claimed, market: own[0]?.id ?? "" } : null;
  }));
  return ways.filter((w): w is Way => !!w).sort((a, b) => STEPS.indexOf(a.next as StepKey) - STEPS.indexOf(b.next as StepKey))[0] ?? null;
}
