/**
 * `deno task reliability`: disturbs cycles in every way that we know, and prints as Markdown how often
 * something was then lost or there twice. `--readme` writes the table into the README.
 * @module
 */

import type { Flag } from "../../lib/cli/flags.ts";
import { Failure } from "../../lib/failure.ts";
import { say, taskFlags, told } from "../../tools/task.ts";
import { CORPUS } from "../hostile/corpus.ts";
import { writeReadmeBlock } from "../readme_block.ts";
import { tryStrings } from "../security/hostile.ts";
import { CrashSite } from "./crash.ts";
import { FaultSite, LOOKUPS, STALE_READS, WRITE_FAULTS, WRITES } from "./fault_sweep.ts";
import { inTemporaryFolder } from "./folders.ts";
import { DamageSite } from "./state_damage.ts";
import { tableOf } from "./table.ts";
import { emptyTally, faultsOf, type Tally } from "./tally.ts";
import { Crossing } from "./two_at_once.ts";

/** How many times two cycles are crossed. */
const CROSSINGS = 500;

/** Every sweep, whole; each in a folder of its own. */
const SWEEPS: readonly ((folder: string) => Promise<Tally>)[] = [
  async (folder) => {
    const site = await CrashSite.open(folder, { local: false });
    return await site.sweep(
      "Crash at every request: the process is killed",
      site.requestPoints(),
      "killed",
    );
  },
  async (folder) => {
    const site = await CrashSite.open(folder, { local: true });
    return await site.sweep(
      "Crash at every file operation: the process is killed",
      (await site.filePoints()).all,
      "killed",
    );
  },
  async (folder) =>
    await (await FaultSite.open(folder)).sweep(
      `Faulty writes: ${WRITE_FAULTS.length} kinds × ${WRITES.length} endpoints`,
      { on: WRITES, kinds: WRITE_FAULTS },
    ),
  async (folder) =>
    await (await FaultSite.open(folder)).sweep(
      `Stale or odd reads: ${STALE_READS.length} kinds × ${LOOKUPS.length} lookups`,
      { on: LOOKUPS, kinds: STALE_READS },
    ),
  async (folder) =>
    await (await Crossing.open(folder)).cross(
      Array.from({ length: CROSSINGS }, (_, index) => index + 1),
    ),
  async (folder) => await (await DamageSite.open(folder)).sweep(),
  async () => {
    const { strings, fields, sinks, troubles } = await tryStrings(CORPUS);
    return {
      ...emptyTally(
        `Hostile text: ${strings} strings × ${fields} fields, read back from ${sinks} sinks`,
      ),
      points: strings * fields,
      runs: sinks,
      escapes: [...troubles],
    };
  },
];

/** Runs every sweep; progress and what is wrong go to stderr. */
async function runSweeps(): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const sweep of SWEEPS) {
    const started = performance.now();
    const tally = await inTemporaryFolder(sweep);
    const seconds = Math.round((performance.now() - started) / 1_000);
    say(`${tally.what}: ${tally.runs} runs in ${seconds} s`);
    for (const line of faultsOf(tally)) say(`  ${line}`);
    tallies.push(tally);
  }
  return tallies;
}

const FLAGS: readonly Flag[] = [
  { name: "readme", kind: "boolean", env: [], default: false, help: "write the table there" },
];

async function main(): Promise<string> {
  const values = taskFlags(FLAGS);
  const tallies = await runSweeps();
  const table = tableOf(tallies);
  if (values.readme === true) await writeReadmeBlock(table);
  if (tallies.every((tally) => faultsOf(tally).length === 0)) return table;
  throw new Failure("faults", `${table}\nSomething was lost, doubled or escaped`, {
    remedy: "See above.",
    exit: 1,
  });
}

if (import.meta.main) Deno.exit(await told(main));
