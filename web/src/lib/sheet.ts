/* Tables as files: CSV with a mark that spreadsheet programs understand, and a plain .xlsx (one sheet, stored without compression). */
export type Cell = string | number | null | undefined;

function save(name: string, data: Blob) {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(data);
  a.download = name;
  document.body.appendChild(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}
/* Texts that begin with a formula's sign would be run by a spreadsheet: they get an apostrophe. */
function plain(c: Cell): string { const s = c === null || c === undefined ? "" : String(c); return typeof c === "string" && /^[=+@\t\r]|^-[^\d.]/.test(s) ? `'${s}` : s; }
export function saveCsv(name: string, table: Cell[][]) {
  const text = table.map((r) => r.map((c) => { const s = plain(c); return /[",\n\r]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s; }).join(",")).join("\r\n");
  save(`${name}.csv`, new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }));
}

const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
function crc32(data: Uint8Array) { let c = 0xffffffff; for (const b of data) c = crcTable[(c ^ b) & 255] ^ (c >>> 8); return (c ^ 0xffffffff) >>> 0; }
function numbersLe(...pairs: [number, number][]): Uint8Array { // [value, bytes]
  const out = new Uint8Array(pairs.reduce((n, p) => n + p[1], 0));
  let at = 0;
  for (const [value, size] of pairs) for (let i = 0; i < size; i++) out[at++] = Math.floor(value / 2 ** (8 * i)) & 255;
  return out;
}
function zip(files: [string, string][]): Blob {
  const parts: Uint8Array[] = [], heads: Uint8Array[] = [];
  let at = 0;
  for (const [name, text] of files) {
    const n = new TextEncoder().encode(name), data = new TextEncoder().encode(text), crc = crc32(data);
    const common: [number, number][] = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crc, 4], [data.length, 4], [data.length, 4], [n.length, 2], [0, 2]];
    const head = numbersLe([0x04034b50, 4], ...common);
    heads.push(numbersLe([0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]), n);
    parts.push(head, n, data);
    at += head.length + n.length + data.length;
  }
  const size = heads.reduce((s, h) => s + h.length, 0);
  const end = numbersLe([0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [at, 4], [0, 2]);
  return new Blob([...parts, ...heads, end], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}
function escape(s: string) { return s.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!).replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, ""); }
export function saveXlsx(name: string, table: Cell[][]) {
  const cell = (c: Cell) => (typeof c === "number" && isFinite(c) ? `<c><v>${c}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escape(String(c ?? ""))}</t></is></c>`);
  const sheet = table.map((r) => `<row>${r.map(cell).join("")}</row>`).join("");
  const ns = "http://schemas.openxmlformats.org", x = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  save(`${name}.xlsx`, zip([
    ["[Content_Types].xml", `${x}<Types xmlns="${ns}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`],
    ["_rels/.rels", `${x}<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="rId1" Type="${ns}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${x}<workbook xmlns="${ns}/spreadsheetml/2006/main" xmlns:r="${ns}/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${x}<Relationships xmlns="${ns}/package/2006/relationships"><Relationship Id="rId1" Type="${ns}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`],
    ["xl/worksheets/sheet1.xml", `${x}<worksheet xmlns="${ns}/spreadsheetml/2006/main"><sheetData>${sheet}</sheetData></worksheet>`],
  ]));
}
