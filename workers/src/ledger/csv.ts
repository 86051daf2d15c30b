/** CSV as RFC 4180 has it, and as spreadsheets open it right: with Excel a double click is how such a file is read. */

/** Before the first line: without it Excel takes UTF-8 for the letters of its own system. */
export const CSV_START = "\uFEFF";

/** One line. Numbers stay numbers, and an instant is told in UTC to the second, in the form that is read as a date. */
export const csvLine = (cells: readonly (string | number | Date)[]): string =>
  `${cells.map(cell).join(",")}\r\n`;

function cell(value: string | number | Date): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  // With a T and a Z it would be a text.
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace("T", " ");
  // A spreadsheet takes a text that begins like this for a formula and runs it.
  const text = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value;
  // Where a comma is the sign of decimals, semicolons and tabs may part cells.
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
