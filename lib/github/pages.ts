/**
 * Reads connections page by page, to their end or as far as is needed, several at once. A list that lies
 * about itself becomes a gap.
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
  /** Makes an item of a node; null for one that does not belong in the list. */
  readonly map: (node: Record<string, unknown>) => T | null;
  /** Names an item for good: pages that shift while they are read show one twice. */
  readonly key: (item: T) => string | number;
  /** True when no further page is needed. */
  readonly enough?: (found: readonly T[]) => boolean;
}

/** What reading on asks of a list, whatever it holds. */
export interface Paged {
  /** Cursor of the page before the one that is wanted next; null when none is wanted. */
  readonly after: string | null;
  /** What could not be read of it; null when nothing is missing. */
  readonly gap: Gap | null;
  /** Takes a page in; one that is none, or that leads back, is a gap. */
  take(read: () => Page): void;
  /** Ends the list with a gap. */
  fail(why: string): void;
}

/** A list that is read page by page, to its end or as far as is needed. */
export class PagedList<T> implements Paged {
  readonly #what: string;
  readonly #options: ListOptions<T>;
  readonly #found = new Map<string | number, T>();
  readonly #seen = new Set<string>();
  #total = Number.POSITIVE_INFINITY;
  #skipped = 0;
  #after: string | null = null;
  #gap: Gap | null = null;

  /** `what` names the list in its gap. */
  constructor(what: string, options: ListOptions<T>) {
    this.#what = what;
    this.#options = options;
  }

  /** The items so far, each once. */
  get items(): T[] {
    return [...this.#found.values()];
  }

  get after(): string | null {
    return this.#after;
  }

  get gap(): Gap | null {
    return this.#gap;
  }

  take(read: () => Page): void {
    try {
      this.#add(read());
    } catch (error) {
      this.fail(messageOf(error));
    }
  }

  fail(why: string): void {
    this.#gap = { what: this.#what, why };
    this.#after = null;
  }

  #add({ nodes, next, total }: Page): void {
    const { map, key, enough } = this.#options;
    for (const node of nodes) {
      const item = map(node);
      if (item === null) this.#skipped++;
      else if (!this.#found.has(key(item))) this.#found.set(key(item), item);
    }
    // Items that leave the list while it is read are no loss: the smallest total counts.
    this.#total = Math.min(this.#total, total ?? 0);
    this.#after = enough?.(this.items) === true ? null : next;
    if (this.#after !== null) {
      if (this.#seen.has(this.#after)) throw brokenAnswer("pages in a circle");
      this.#seen.add(this.#after);
      return;
    }
    const shown = this.#found.size + this.#skipped;
    if (next === null && shown < this.#total) {
      this.fail(`GitHub counts ${this.#total} and showed ${shown}`);
    }
  }
}

/**
 * Reads lists on until none wants a further page. All that want one are asked for at once; where that
 * fails, each by itself, so that one list in trouble takes no other with it. Where each by itself succeeds,
 * all at once were too much for GitHub, and are not asked for again.
 * @param ask what GitHub is asked for the pages after those cursors; it answers with a page for each name
 */
export async function readOn<Name extends string>(
  lists: ReadonlyMap<Name, Paged>,
  ask: (after: ReadonlyMap<Name, string>) => Promise<(name: Name) => Page>,
): Promise<void> {
  let tooMuch = false;
  const alone = async (after: ReadonlyMap<Name, string>): Promise<void> => {
    for (const [name, cursor] of after) {
      const list = lists.get(name);
      try {
        const pageOf = await ask(new Map([[name, cursor]]));
        list?.take(() => pageOf(name));
      } catch (error) {
        list?.fail(messageOf(error));
      }
    }
  };
  const together = async (after: ReadonlyMap<Name, string>): Promise<void> => {
    let pageOf: (name: Name) => Page;
    try {
      pageOf = await ask(after);
    } catch {
      await alone(after);
      tooMuch = [...after.keys()].every((name) => lists.get(name)?.gap === null);
      return;
    }
    for (const name of after.keys()) lists.get(name)?.take(() => pageOf(name));
  };
  for (;;) {
    const after = new Map<Name, string>();
    for (const [name, list] of lists) if (list.after !== null) after.set(name, list.after);
    if (after.size === 0) return;
    await (tooMuch || after.size === 1 ? alone(after) : together(after));
  }
}
