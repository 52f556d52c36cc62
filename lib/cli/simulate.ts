/**
 * `simulate`: shows what a schedule's late and lost ticks do to the digest and the handoff.
 * @module
 */

import { type Cadence, rfc3339 } from "../cadence/cadence.ts";
import { GATING_NAMES, type Service, servicesOf } from "../cadence/service.ts";
import type { Fate } from "../cadence/simulate.ts";
import { assertPeriod, type Period, type TickModel, ticksOf } from "../cadence/ticks.ts";
import { duration } from "../cadence/verdict.ts";
import { Failure } from "../failure.ts";

/** What to play through. */
export interface SimulateInput {
  /** By task; their `catch_up_hours` are those of the gating that catches up. */
  readonly cadences: Readonly<Record<string, Cadence>>;
  /** The stretch of time whose openings are looked at. */
  readonly period: Period;
  /** A scheduler's model, or the times of recorded ticks in order. */
  readonly ticks: TickModel | readonly Temporal.Instant[];
  /** Lists every occurrence below the table. */
  readonly verbose: boolean;
}

/** The outcome for a script. */
export interface SimulateJson {
  /** RFC 3339. */
  readonly from: string;
  /** RFC 3339. */
  readonly to: string;
  /** How many ticks came. */
  readonly ticks: number;
  /** One entry per task and gating. */
  readonly services: readonly Service[];
}

/** The answer in the three forms that a caller may want. */
export interface SimulateAnswer {
  /** `0` played, `2` the cadence, the period or the ticks cannot be used. */
  readonly exit: 0 | 2;
  /** Tables for people, without a final newline. */
  readonly text: string;
  /** For machines. */
  readonly json: SimulateJson | {
    readonly error: string;
    readonly code: string;
    readonly remedy: string;
  };
}

/** Plays every cadence under every gating. */
export function simulateAll(input: SimulateInput): SimulateAnswer {
  try {
    assertPeriod(input.period);
    const ticks = "every_minutes" in input.ticks
      ? ticksOf(input.ticks, input.period)
      : input.ticks.filter((tick) => isWithin(tick, input.period));
    const services = servicesOf(input.cadences, { period: input.period, ticks });
    const { from, to } = input.period;
    const json = { from: rfc3339(from), to: rfc3339(to), ticks: ticks.length, services };
    return { exit: 0, text: textOf(json, input), json };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, code, remedy } = error;
    return { exit: 2, text: `${message}\n${remedy}`, json: { error: message, code, remedy } };
  }
}

function isWithin(tick: Temporal.Instant, { from, to }: Period): boolean {
  return tick.epochMilliseconds >= from.epochMilliseconds &&
    tick.epochMilliseconds < to.epochMilliseconds;
}

function textOf(json: SimulateJson, { cadences, verbose }: SimulateInput): string {
  const lines = [
    `${json.from} to ${json.to}, ${json.ticks} ticks, ${catchUpWords(Object.entries(cadences))}`,
  ];
  for (const task of Object.keys(cadences)) {
    const services = json.services.filter((service) => service.task === task);
    lines.push("", ...tableOf(services));
    if (verbose) { for (const service of services) lines.push(...listOf(service)); }
  }
  return lines.join("\n");
}

/** `catch-up 6 h`, or by task where they differ. */
function catchUpWords(cadences: readonly (readonly [string, Cadence])[]): string {
  const hours = new Set(cadences.map(([, { catch_up_hours }]) => catch_up_hours));
  if (hours.size === 1) return `catch-up ${[...hours][0]} h`;
  return cadences.map(([task, { catch_up_hours }]) => `${task} catch-up ${catch_up_hours} h`)
    .join(", ");
}

function tableOf(services: readonly Service[]): string[] {
  const rows = services.map((service) => [
    GATING_NAMES[service.gating],
    String(service.due),
    String(service.on_time),
    String(service.caught_up),
    String(service.missed),
    service.late_minutes === null ? "-" : duration(service.late_minutes.median),
    service.late_minutes === null ? "-" : duration(service.late_minutes.most),
  ]);
  const head = ["due", "on time", "caught up", "missed", "median late", "latest"];
  const table = [[services[0]?.task ?? "", ...head], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
    ).join("  ").trimEnd()
  );
}

function listOf({ gating, occurrences }: Service): string[] {
  return occurrences.map((fate) =>
    `  ${GATING_NAMES[gating]}: ${fate.key} ${fate.outcome}${detailOf(fate)}`
  );
}

function detailOf(fate: Fate): string {
  if (fate.late_minutes !== null) return `, ${duration(fate.late_minutes)} after it opened`;
  if (fate.outcome === "held back") return ", too soon for cadence_hours";
  const ticks = fate.chances === 1 ? "1 tick" : `${fate.chances} ticks`;
  return fate.chances === 0 ? ", no tick came in time" : `, though ${ticks} came in time`;
}
