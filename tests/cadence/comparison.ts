/**
 * Prints the README's comparison: what 30 days of a late and lossy scheduler leave of the shipped
 * digest and handoff under each gating, averaged over several seeds. The same output every time.
 * @module
 */

import { cadenceOf } from "../../lib/cadence/policy_cadence.ts";
import { GATING_NAMES, servicesOf } from "../../lib/cadence/service.ts";
import { GATINGS } from "../../lib/cadence/simulate.ts";
import { type TickModel, ticksOf } from "../../lib/cadence/ticks.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const CATCH_UP_HOURS = 6;
const PERIOD = {
  from: Temporal.Instant.from("2026-01-01T00:00:00Z"),
  to: Temporal.Instant.from("2026-01-31T00:00:00Z"),
};

/** Schedulers that are compared: every hour, but late and with losses. */
const SCHEDULERS: Readonly<Record<string, Pick<TickModel, "delay_minutes" | "drop_probability">>> =
  {
    "0-20 min late": { delay_minutes: { min: 0, max: 20 }, drop_probability: 0 },
    "0-45 min late": { delay_minutes: { min: 0, max: 45 }, drop_probability: 0 },
    "0-4 h late, 60 % lost": { delay_minutes: { min: 0, max: 240 }, drop_probability: 0.6 },
  };

const COUNTS = ["due", "on_time", "caught_up", "missed"] as const;
type Counts = Record<typeof COUNTS[number], number>;

/** The table as Markdown, laid out as `deno fmt` leaves it; ends with a newline. */
export async function comparison(): Promise<string> {
  const { policies } = loadPolicies(await readPolicyFolder(null));
  if (policies === null) throw new Error("the embedded policies do not load");
  const cadences = {
    digest: cadenceOf(policies.digest, CATCH_UP_HOURS),
    handoff: cadenceOf(policies.handoff, CATCH_UP_HOURS),
  };
  const rows = Object.entries(SCHEDULERS).flatMap(([scheduler, model]) => {
    const played = SEEDS.map((seed) =>
      servicesOf(cadences, {
        period: PERIOD,
        ticks: ticksOf({ ...model, every_minutes: 60, seed }, PERIOD),
      })
    );
    return Object.keys(cadences).flatMap((task) =>
      GATINGS.map((gating) => {
        const found = played.flat().filter((service) =>
          service.task === task && service.gating === gating
        );
        const name = gating === "catch_up"
          ? `${GATING_NAMES[gating]}, ${CATCH_UP_HOURS} h`
          : GATING_NAMES[gating];
        const mean = meanOf(found);
        return [scheduler, task, name, ...COUNTS.map((count) => mean[count].toFixed(1))];
      })
    );
  });
  return markdown([
    ["Ticks", "Task", "Gating", "Due", "In time", "Caught up", "Missed"],
    ...rows,
  ]);
}

function meanOf(counts: readonly Counts[]): Counts {
  const mean = (of: keyof Counts): number =>
    counts.reduce((sum, count) => sum + count[of], 0) / counts.length;
  return {
    due: mean("due"),
    on_time: mean("on_time"),
    caught_up: mean("caught_up"),
    missed: mean("missed"),
  };
}

/** A table with columns of even width; numbers to the right. */
function markdown(table: readonly (readonly string[])[]): string {
  const [head = []] = table;
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${
      row.map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    isNumber(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  const [first = "", ...rest] = table.map(line);
  return [first, `| ${rule.join(" | ")} |`, ...rest, ""].join("\n");
}

function isNumber(column: number): boolean {
  return column >= 3;
}

if (import.meta.main) {
  await Deno.stdout.write(new TextEncoder().encode(await comparison()));
}
