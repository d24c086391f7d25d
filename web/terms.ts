/* docs/terms.csv as a module: `import terms from "virtual:terms"` (a chunk of its own where it is imported on demand). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const FILE = fileURLToPath(new URL("../docs/terms.csv", import.meta.url));

/* Rows of a CSV file (RFC 4180), the head first. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') { cell += c; i++; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === "," || c === "\n")) {
      rows[rows.length - 1].push(cell);
      cell = "";
      if (c === "\n") rows.push([]);
    } else if (c !== "\r") cell += c;
  }
  return rows.filter((r) => r.length > 1);
}

export function terms(): Plugin {
  return {
    name: "cohong-terms",
    resolveId(id) { return id === "virtual:terms" ? "\0terms" : null; },
    load(id) {
      if (id !== "\0terms") return null;
      this.addWatchFile(FILE);
      const [head, ...rows] = readCsv(readFileSync(FILE, "utf8"));
      const list = rows.map((r) => Object.fromEntries(head.map((k, i) => [k, r[i]])));
      return `export default ${JSON.stringify(list)};`;
    },
  };
}
