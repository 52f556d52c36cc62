/**
 * Reads connections page by page, to their end or as far as is needed. A list that lies about itself
 * becomes a gap.
 * @module
 */

import { messageOf } from "../failure.ts";
import type { Gap } from "../observation/observation.ts";
import { brokenAnswer } from "./answers.ts";
import type { Page } from "./shapes.ts";

/**
 * The pages of a connection, in order.
 * @throws {AnswerError} when a cursor comes back: such a list has no end
 */
export async function* pagesOf(
  first: Page,
  next: (after: string) => Promise<Page>,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  for (let page = first;; page = await next(page.next)) {
    yield page;
    if (page.next === null) return;
    if (seen.has(page.next)) throw brokenAnswer("pages in a circle");
    seen.add(page.next);
  }
}

/** How to read a list. */
export interface ListOptions<T> {
  /** The first page, read lazily: it may throw. */
  readonly first: () => Page;
  /** Reads the page after a cursor. */
  readonly next: (after: string) => Promise<Page>;
  /** Makes an item of a node; null for one that does not belong in the list. */
  readonly map: (node: Record<string, unknown>) => T | null;
  /** Names an item for good: pages that shift while they are read show one twice. */
  readonly key: (item: T) => string | number;
  /** True when no further page is needed. */
  readonly enough?: (found: readonly T[]) => boolean;
}

/** Reads lists; what could not be read becomes a gap. */
export class ListReader {
  readonly #gaps: Gap[];

  /** Appends what could not be read to `gaps`. */
  constructor(gaps: Gap[]) {
    this.#gaps = gaps;
  }

  /** The items of a list, each once, as far as they could be read. */
  async all<T>(what: string, options: ListOptions<T>): Promise<T[]> {
    const found = new Map<string | number, T>();
    let total = Number.POSITIVE_INFINITY;
    let skipped = 0;
    try {
      for await (const page of pagesOf(options.first(), options.next)) {
        for (const node of page.nodes) {
          const item = options.map(node);
          if (item === null) skipped++;
          else if (!found.has(options.key(item))) found.set(options.key(item), item);
        }
        // Items that leave the list while it is read are no loss: the smallest total counts.
        total = Math.min(total, page.total ?? 0);
        if (options.enough?.([...found.values()]) === true) return [...found.values()];
      }
      if (found.size + skipped < total) {
        const why = `GitHub counts ${total} and showed ${found.size + skipped}`;
        this.#gaps.push({ what, why });
      }
    } catch (error) {
      this.#gaps.push({ what, why: messageOf(error) });
    }
    return [...found.values()];
  }
}
