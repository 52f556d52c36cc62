/**
 * A report as Markdown: for a terminal in full, for the README in part.
 * @module
 */

import { budgets, isKept, startRatio } from "./budgets.ts";
import { kilobytes, NONE, ratio, rounded, seconds, table, whole } from "./cells.ts";
import { type CycleCost, EMPTY, type Report } from "./report.ts";

/** First line of the block in the README. */
export const BEGIN = "<!-- bench:begin -->";
/** Last line of the block in the README. */
export const END = "<!-- bench:end -->";

/** Everything. */
export function fullText(report: Report): string {
  return [
    ...main(report),
    ...section("Requests by kind", kindsTable(report)),
    ...section("The single file by package, characters", contentsTable(report)),
    "",
  ].join("\n");
}

/** What the README quotes, between its markers. */
export function readmeBlock(report: Report): string {
  return [BEGIN, "", ...main(report), "", END, ""].join("\n");
}

function main(report: Report): string[] {
  const shapes = [...new Set(report.cycles.map(({ shape }) => shape))].join(" / ");
  const groups = [...byWorldAndCycle(report.cycles).values()];
  const sizes = new Set(groups.map((own) => own.length));
  const single = sizes.size > 1 ? " A number alone is the single file's." : "";
  return [
    `${report.machine}; the yardstick, a fixed piece of work, takes ` +
    `${seconds(report.yardstick.wall_ms)} s. Times, memory and shares: ${shapes}.${single}`,
    ...report.skipped,
    "",
    ...cyclesTable(groups),
    ...section("Budgets", budgetsTable(report)),
    ...section("Growth: the world twice as large, quiet, single file", growthTable(report)),
    ...section("Starts, as multiples of an empty program (CPU, wall)", startsTable(report)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `**${title}**`, "", ...lines];
}

function cyclesTable(groups: readonly (readonly [CycleCost, ...CycleCost[]])[]): string[] {
  const rows = groups.map((own) => {
    const [first] = own;
    const each = (value: (cost: CycleCost) => string): string => own.map(value).join(" / ");
    return [
      first.world,
      first.cycle,
      first.reads,
      first.writes,
      first.points,
      each(({ wall_ms }) => seconds(wall_ms)),
      each(({ cpu_ms }) => seconds(cpu_ms)),
      each(({ peak_mb }) => whole(peak_mb)),
      each(({ emulator_ms, wall_ms }) => `${Math.round(emulator_ms / wall_ms * 100)} %`),
      `${kilobytes(first.bytes_to_hub)} / ${kilobytes(first.bytes_from_hub)}`,
      kilobytes(first.state_bytes),
      kilobytes(first.bundle_bytes),
    ];
  });
  const head = [
    "Candidates / blockers",
    "Cycle",
    "Reads",
    "Writes",
    "GraphQL points",
    "Wall, s",
    "CPU, s",
    "Peak, MB",
    "Share of the emulator",
    "Sent / received, kB",
    "State, kB",
    "Bundle, kB",
  ];
  return table({ head, text: 2 }, rows);
}

/** Costs by world and cycle; their shapes in the order of the report. */
function byWorldAndCycle(
  cycles: readonly CycleCost[],
): Map<string, [CycleCost, ...CycleCost[]]> {
  const groups = new Map<string, [CycleCost, ...CycleCost[]]>();
  for (const cost of cycles) {
    const key = `${cost.world} ${cost.cycle}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [cost]);
    else own.push(cost);
  }
  return groups;
}

function budgetsTable(report: Report): string[] {
  return table(
    { head: ["What", "Budget", "Measured", "Kept"], text: 2 },
    budgets(report).map((one) => {
      const kept = isKept(one);
      const unit = one.unit === "" ? "" : ` ${one.unit}`;
      return [
        one.what,
        `${one.below ? "under" : "at most"} ${one.budget}${unit}`,
        one.measured === null ? "not measured" : rounded(one.measured),
        kept === null ? NONE : kept ? "yes" : "**no**",
      ];
    }),
  );
}

function growthTable({ growth }: Report): string[] {
  if (growth.length === 0) return [];
  const rows = growth.map((cost, index) => {
    const before = growth[index - 1];
    const grown = (part: "wall_ms" | "cpu_ms" | "peak_mb" | "reads" | "points"): string => {
      const [now, then] = [cost[part], before?.[part] ?? null];
      return ratio(now === null || then === null || then === 0 ? null : now / then);
    };
    return [
      cost.world,
      ...[seconds(cost.wall_ms), grown("wall_ms"), seconds(cost.cpu_ms), grown("cpu_ms")],
      ...[whole(cost.peak_mb), grown("peak_mb"), cost.reads, grown("reads")],
      ...[cost.points, grown("points")],
    ];
  });
  const twice = (name: string): string[] => [name, "growth"];
  const head = ["Wall, s", "CPU, s", "Peak, MB", "Reads", "Points"].flatMap(twice);
  return table({ head: ["Candidates / blockers", ...head], text: 1 }, rows);
}

function startsTable(report: Report): string[] {
  const shapes = [...new Set(report.starts.map(({ shape }) => shape))];
  const rows = shapes.map((shape) => {
    const own = report.starts.filter((start) => start.shape === shape);
    const empty = own.find(({ command }) => command === EMPTY);
    return own.map(({ command, wall_ms, cpu_ms }) =>
      command === EMPTY
        ? `${whole(cpu_ms)} ms, ${whole(wall_ms)} ms`
        : `${ratio(startRatio(report, shape, command))}, ${
          ratio(empty === undefined ? null : wall_ms / empty.wall_ms)
        }`
    );
  });
  if (rows.length === 0) return [];
  const commands = [...new Set(report.starts.map(({ command }) => command))];
  const head = ["Form", ...commands.map((name) => name === EMPTY ? name : `\`${name}\``)];
  return table(
    { head, text: 1 },
    rows.map((cells, index) => [shapes[index] ?? "", ...cells]),
  );
}

function kindsTable({ cycles }: Report): string[] {
  return table(
    { head: ["Candidates / blockers", "Cycle", "Requests"], text: 3 },
    [...byWorldAndCycle(cycles).values()].map(([{ world, cycle, kinds }]) => [
      world,
      cycle,
      Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(", "),
    ]),
  );
}

function contentsTable({ file }: Report): string[] {
  return table(
    { head: ["Package", "Characters", "Share"], text: 1 },
    Object.entries(file.contents).map(([name, size]) => [
      name,
      size,
      `${(size / file.bytes * 100).toFixed(1)} %`,
    ]),
  );
}
