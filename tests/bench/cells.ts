/**
 * Markdown tables and the numbers in them.
 * @module
 */

/** Stands where nothing was measured. */
export const NONE = "-";

/** What stands in a cell. */
export type Cell = string | number;

/** A table whose first columns are text and whose others are numbers. */
export function table(
  { head, text }: { head: readonly string[]; text: number },
  rows: readonly (readonly Cell[])[],
): string[] {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head),
    line(head.map((_, index) => index < text ? "---" : "---:")),
    ...rows.map(line),
  ];
}

/** Milliseconds as seconds. */
export function seconds(ms: number | null): string {
  return ms === null ? NONE : (ms / 1_000).toFixed(2);
}

/** A whole number. */
export function whole(value: number | null): string {
  return value === null ? NONE : String(Math.round(value));
}

/** `× 1.50` */
export function ratio(value: number | null): string {
  return value === null ? NONE : `× ${value.toFixed(2)}`;
}

/** Bytes as kB of 1,000; small ones with a decimal. */
export function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0);
}

/** A number with two decimals, unless it is whole. */
export function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
