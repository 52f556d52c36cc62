/**
 * The keeper: state as it was read, as the cycle works with it, and as it will be saved. What was only
 * planned shapes the working state, so that later steps see it, and is never saved.
 * @module
 */

import type { State } from "./state.ts";

/** An update of the state: a pure function. */
export type StateUpdate = (state: State) => State;

/** State during one cycle. */
export class StateKeeper {
  /** As it was read. */
  readonly before: State;
  #working: State;
  #saved: State;

  /** Begins with the state as it was read; both views are the same until something is remembered. */
  constructor(before: State) {
    this.before = before;
    this.#working = before;
    this.#saved = before;
  }

  /** What the steps of this cycle see. */
  get working(): State {
    return this.#working;
  }

  /** What may be saved. */
  get saved(): State {
    return this.#saved;
  }

  /** Remembers a fact; with `planned`, only until the end of the cycle. */
  remember(update: StateUpdate, { planned }: { planned: boolean }): void {
    this.#working = update(this.#working);
    if (!planned) this.#saved = update(this.#saved);
  }

  /** After a lost race: what is saved becomes the merge of both sides. */
  merged(state: State): void {
    this.#saved = state;
  }
}
