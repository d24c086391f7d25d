/* The luck meter from the closed days of a store (rows of `day`): orders and profit as they came, and as they were to be expected of the clicks (docs/model.md). */
import { amount } from "./format";
import type { Row } from "./api";

export interface Luck {
  orders: number; expected: number; twoSd: number; more: number; // more: came beyond what was to be expected, in orders
  profit: number; expectedProfit: number; luck: number; // CNY
  side: "usual" | "good" | "bad" | "few"; // few: nothing to compare yet
}
const FEW = 1; // expected orders under which a sentence about luck would say nothing

export function luckOf(days: Row[]): Luck {
  const sum = (f: (d: Row) => number) => days.reduce((n, d) => n + f(d), 0);
  const orders = sum((d) => Number(d.orders)), more = sum((d) => Number(d.chosen)) - sum((d) => Number(d.expected_micro)) / 1e6;
  const twoSd = 2 * Math.sqrt(sum((d) => Number(d.variance_micro)) / 1e6), profit = sum((d) => amount(d.profit)), luck = sum((d) => amount(d.luck));
  const side = twoSd === 0 || sum((d) => Number(d.expected_micro)) < FEW * 1e6 ? "few" : more > twoSd ? "good" : more < -twoSd ? "bad" : "usual";
  return { orders, expected: Math.max(0, orders - more), twoSd, more, profit, expectedProfit: profit - luck, luck, side };
}
