/**
 * When a scheduler ticks: a model of GitHub's, which is late and drops ticks, or recorded times.
 * The same seed gives the same ticks.
 * @module
 */

import { Failure } from "../failure.ts";
import { parseInstant } from "./cadence.ts";
import { isBefore } from "./windows.ts";

/** A scheduler that means to tick regularly. */
export interface TickModel {
  /** Minutes between intended ticks, counted from midnight UTC. */
  readonly every_minutes: number;
  /** Least and greatest delay in minutes, evenly spread. */
  readonly delay_minutes: { readonly min: number; readonly max: number };
  /** Share of ticks that never come, 0 to 1. */
  readonly drop_probability: number;
  /** Any whole number. */
  readonly seed: number;
}

/** A stretch of time `[from, to)`. */
export interface Period {
  /** Its first instant. */
  readonly from: Temporal.Instant;
  /** The first instant after it. */
  readonly to: Temporal.Instant;
}

/** More ticks than this are refused: two years of hourly ticks fit. */
const MOST_TICKS = 20_000;

/**
 * The ticks that come within a period, in order.
 * @throws Failure `bad-ticks` when the model is impossible or the period too long
 */
export function ticksOf(model: TickModel, { from, to }: Period): Temporal.Instant[] {
  assertPossible(model);
  const every = model.every_minutes * 60_000;
  const count = (to.epochMilliseconds - from.epochMilliseconds) / every;
  if (count > MOST_TICKS) {
    throw bad(`the period has ${Math.ceil(count)} ticks, allowed are at most ${MOST_TICKS}`);
  }
  const random = randomNumbers(model.seed);
  const { min, max } = model.delay_minutes;
  const ticks: number[] = [];
  const first = Math.ceil(from.epochMilliseconds / every) * every;
  for (let intended = first; intended < to.epochMilliseconds; intended += every) {
    // Both numbers are drawn for every tick: changing one setting leaves the other's luck alone.
    const dropped = random() < model.drop_probability;
    const delay = Math.round((min + (max - min) * random()) * 60) * 1000;
    if (!dropped && intended + delay < to.epochMilliseconds) ticks.push(intended + delay);
  }
  return ticks.sort((a, b) => a - b).map((at) => Temporal.Instant.fromEpochMilliseconds(at));
}

/**
 * Reads recorded ticks, one RFC 3339 time per line; empty lines and lines that start with `#` are
 * passed over.
 * @throws Failure `bad-ticks` naming the first line that is no time
 */
export function parseTicks(text: string): Temporal.Instant[] {
  const ticks: Temporal.Instant[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const written = line.trim();
    if (written === "" || written.startsWith("#")) continue;
    const tick = parseInstant(written);
    if (tick === null) {
      throw new Failure(
        "bad-ticks",
        `Cannot read the ticks: line ${index + 1} is ${
          JSON.stringify(written.slice(0, 60))
        }, allowed is a time such as 2026-01-08T08:15:00Z`,
        { remedy: "Correct that line; empty lines and those that begin with # are passed over." },
      );
    }
    ticks.push(tick);
  }
  return ticks.sort(Temporal.Instant.compare);
}

/** Numbers in `[0, 1)` that a seed determines (a xorshift generator; not for secrets). */
export function randomNumbers(seed: number): () => number {
  let state = (Math.imul(Math.trunc(seed) + 1, 0x2c9277b5) ^ 0x5f356495) >>> 0 || 1;
  function next(): number {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  }
  // Neighbouring seeds begin alike: let them drift apart first.
  for (let round = 0; round < 16; round++) next();
  return next;
}

/** Longest period that can be played, in days: two years and a bit. */
const MOST_DAYS = 800;

/**
 * Refuses a period that ends before it begins, or that nobody could look through.
 * @throws Failure `bad-period`
 */
export function assertPeriod({ from, to }: Period): void {
  if (!isBefore(from, to)) {
    throw new Failure(
      "bad-period",
      `Cannot simulate: the period ends at ${to}, allowed is a time after its start ${from}`,
      { remedy: "Give a start and a later end." },
    );
  }
  const days = (to.epochMilliseconds - from.epochMilliseconds) / 86_400_000;
  if (days <= MOST_DAYS) return;
  throw new Failure(
    "bad-period",
    `Cannot simulate: the period has ${Math.ceil(days)} days, allowed are at most ${MOST_DAYS}`,
    { remedy: "Give a shorter period." },
  );
}

function assertPossible(model: TickModel): void {
  const { min, max } = model.delay_minutes;
  if (!(model.every_minutes >= 1) || !Number.isFinite(model.every_minutes)) {
    throw bad(`ticks come every ${model.every_minutes} minutes, allowed is a number from 1`);
  }
  if (!(min >= 0 && max >= min) || !Number.isFinite(max)) {
    throw bad(`the delay is ${min} to ${max} minutes, allowed is a range from 0 upwards`);
  }
  if (!(model.drop_probability >= 0 && model.drop_probability <= 1)) {
    throw bad(`the drop probability is ${model.drop_probability}, allowed is 0 to 1`);
  }
  if (!Number.isSafeInteger(model.seed)) {
    throw bad(`the seed is ${model.seed}, allowed is a whole number`);
  }
}

function bad(what: string): Failure {
  return new Failure("bad-ticks", `Cannot simulate ticks: ${what}`, {
    remedy: "Correct the tick settings, or shorten the period.",
  });
}
