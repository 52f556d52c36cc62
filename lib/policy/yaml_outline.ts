/**
 * The outline of a YAML text: what lies where.
 * @module
 */

/** Keys and list positions from the root, for example `["teams", "backend", "rules", 0]`. */
export type KeyPath = readonly (string | number)[];

/** An anchor or alias, with its line (from 1) and its first characters. */
export interface AnchorMark {
  /** Counted from 1. */
  readonly line: number;
  /** `&` an anchor, `*` an alias. */
  readonly kind: "&" | "*";
  /** How it begins in the text. */
  readonly text: string;
}

/** The outline of a YAML text. */
export interface YamlOutline {
  /** Every anchor and alias, in the order of the text. */
  readonly anchors: readonly AnchorMark[];
  /** Line of a key path, counted from 1: its own, or that of the nearest group around it; null for none. */
  lineOf(path: KeyPath): number | null;
}
