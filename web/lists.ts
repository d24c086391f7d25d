/* Lists kept as CSV become modules, each a chunk of its own where it is imported on demand: `import terms from "virtual:terms"`. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const FILES: Record<string, string> = { terms: "../docs/terms.csv", phrases: "./src/seller/phrases.csv" };

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

export function lists(): Plugin {
  return {
    name: "cohong-lists",
    resolveId(id) { return id.startsWith("virtual:") && FILES[id.slice(8)] ? `\0list-${id.slice(8)}` : null; },
    load(id) {
      const file = id.startsWith("\0list-") && FILES[id.slice(6)];
      if (!file) return null;
      const path = fileURLToPath(new URL(file, import.meta.url));
      this.addWatchFile(path);
      const [head, ...rows] = readCsv(readFileSync(path, "utf8"));
      return `export default ${JSON.stringify(rows.map((r) => Object.fromEntries(head.map((k, i) => [k, r[i]]).filter(([, v]) => v))))};`;
    },
  };
}
