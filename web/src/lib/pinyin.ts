/* First letters of Chinese names by the browser's own pinyin order, for lists that are filtered while typing. */
const FIRST = "阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀", LETTER = "abcdefghjklmnopqrstwxyz";
/* Surnames that are read otherwise than the character usually is. */
const SURNAME: Record<string, string> = { 单: "s", 曾: "z", 解: "x", 仇: "q", 区: "o", 查: "z", 盖: "g", 尉: "y", 朴: "p", 翟: "z", 乐: "y", 覃: "q", 黑: "h", 秘: "b", 缪: "m", 万: "w", 折: "s", 重: "c", 种: "c", 员: "y" };
let collator: Intl.Collator | null = null;
const letters = new Map<string, string>(); // characters that were asked for: a class of fifty sorts with the same surnames again and again
function letter(c: string): string {
  const known = letters.get(c);
  if (known !== undefined) return known;
  const found = read(c);
  letters.set(c, found);
  return found;
}
function read(c: string): string {
  collator ??= new Intl.Collator("zh-CN-u-co-pinyin");
  for (let i = FIRST.length - 1; i >= 0; i--) if (collator.compare(c, FIRST[i]) >= 0) return LETTER[i];
  return "";
}
/* 张三 → "zs"; letters and digits stay. */
export function initials(name: string): string {
  return Array.from(name.toLowerCase()).map((c, i) => (/[a-z0-9]/.test(c) ? c : /\p{Script=Han}/u.test(c) ? (i === 0 && SURNAME[c]) || letter(c) : "")).join("");
}
/* Does what was typed fit the name: its characters, its pinyin ("zhangwei", "zhang w") or its initials? */
export function nameFits(typed: string, name: string, pinyin = ""): boolean {
  const w = typed.toLowerCase().replace(/[\s'·.]/g, "").replace(/ü/g, "u").replace(/([ln])v/g, "$1u"); // as it is typed: lv for 吕
  if (!w) return true;
  if (name.toLowerCase().replace(/[\s'·.]/g, "").includes(w) || initials(name).startsWith(w)) return true;
  const parts = pinyin.toLowerCase().split(/\s+/).filter(Boolean);
  if (!parts.length) return false;
  /* each part may be cut short: "zhw", "zhangw", "zwei" */
  const fits = (rest: string, at: number): boolean => {
    if (!rest) return true;
    if (at >= parts.length) return false;
    for (let n = Math.min(parts[at].length, rest.length); n > 0; n--) if (parts[at].startsWith(rest.slice(0, n)) && fits(rest.slice(n), at + 1)) return true;
    return false;
  };
  return fits(w, 0) || parts.some((_, i) => i > 0 && fits(w, i));
}
/* Names in the order in which people look for them: surnames by how they are read, digits by their value. */
const names = new Intl.Collator("zh-CN-u-co-pinyin", { numeric: true });
export function byName(a: string, b: string): number {
  const x = initials(a)[0] ?? "", y = initials(b)[0] ?? "";
  return x !== y ? (x < y ? -1 : 1) : names.compare(a, b);
}
