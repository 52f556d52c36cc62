/**
 * The hourly budgets, counted in world time.
 * @module
 */

import type { RateBudget, RateWindow } from "./rest.ts";

/** Which budget a request takes from. */
export type RateResource = keyof RateBudget;

/** Counts what was used; an hour of world time starts a new window. */
export class RateMeter {
  readonly #limits: Readonly<Record<RateResource, number>>;
  #used: Record<RateResource, number> = { core: 0, graphql: 0 };
  #hour = 0;

  constructor(limits: Readonly<Record<RateResource, number>>) {
    this.#limits = limits;
  }

  /** Takes points at a time; false when the budget is empty and nothing was taken. */
  take(resource: RateResource, options: { points: number; now: string }): boolean {
    this.#turn(options.now);
    if (this.#used[resource] + options.points > this.#limits[resource]) return false;
    this.#used[resource] += options.points;
    return true;
  }

  /** Both budgets as they stand. */
  budget(now: string): RateBudget {
    this.#turn(now);
    return { core: this.#window("core"), graphql: this.#window("graphql") };
  }

  #turn(now: string): void {
    const hour = Math.floor(Date.parse(now) / 3_600_000);
    if (hour !== this.#hour) this.#used = { core: 0, graphql: 0 };
    this.#hour = hour;
  }

  #window(resource: RateResource): RateWindow {
    const limit = this.#limits[resource];
    const used = this.#used[resource];
    return { limit, used, remaining: limit - used, reset: (this.#hour + 1) * 3600 };
  }
}

/** The headers that GitHub puts on every answer. */
export function rateHeaders(resource: RateResource, window: RateWindow): Record<string, string> {
  return {
    "x-ratelimit-limit": String(window.limit),
    "x-ratelimit-remaining": String(window.remaining),
    "x-ratelimit-used": String(window.used),
    "x-ratelimit-reset": String(window.reset),
    "x-ratelimit-resource": resource,
  };
}
