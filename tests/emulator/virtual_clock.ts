/**
 * A clock that moves only when told: pauses take no time, and a request that hangs is over as soon as
 * its deadline is reached.
 * @module
 */

/** Time for a client under test; starts at 0 ms. */
export class VirtualClock {
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: number[] = [];
  /** Told how many milliseconds have passed, whenever some have: to move a world along. */
  onAdvance: ((ms: number) => void) | undefined;
  #now = 0;
  #deadlines: { at: number; controller: AbortController }[] = [];

  /** Milliseconds since the start. */
  readonly now = (): number => this.#now;

  /** Lets milliseconds pass at once. */
  readonly wait = (ms: number): Promise<void> => {
    this.pauses.push(ms);
    this.advance(ms);
    return Promise.resolve();
  };

  /** A signal that aborts when so many milliseconds have passed. */
  readonly deadline = (ms: number): AbortSignal => {
    const controller = new AbortController();
    this.#deadlines.push({ at: this.#now + ms, controller });
    return controller.signal;
  };

  /** Moves the clock; deadlines on the way are over. */
  advance(ms: number): void {
    this.#now += ms;
    this.onAdvance?.(ms);
    const over = this.#deadlines.filter(({ at }) => at <= this.#now);
    this.#deadlines = this.#deadlines.filter(({ at }) => at > this.#now);
    for (const { controller } of over) {
      controller.abort(new DOMException("Signal timed out.", "TimeoutError"));
    }
  }

  /** Moves on to the deadline of the newest request: it hangs until then. */
  hang(): void {
    const newest = this.#deadlines.at(-1);
    if (newest !== undefined) this.advance(newest.at - this.#now);
  }
}
