/**
 * `deno task bench`: what the program costs, as a Markdown table on stdout and as JSON in a file.
 * Whole processes are measured against the emulator in a process of its own, without the second that
 * GitHub wants between two writes. `--worlds 4/5,30/100` and `--repeat N` narrow it, `--out FILE` says
 * where the JSON goes, `--readme` writes the table into the README.
 * @module
 */

import { dirname } from "@std/path";
import type { Flag, FlagValues } from "../../lib/cli/flags.ts";
import { say, taskFlags, told } from "../../tools/task.ts";
import { writeReadmeBlock } from "../readme_block.ts";
import { type BenchOptions, runBench } from "./run.ts";
import { fullText, readmeBlock } from "./tables.ts";
import { sizeFrom } from "./worlds.ts";

/** What to measure. */
export const SCOPE_FLAGS: readonly Flag[] = [
  { name: "worlds", kind: "text", env: [], default: null, help: "4/5,30/100: sizes of worlds" },
  {
    name: "repeat",
    kind: "number",
    env: [],
    default: null,
    range: [1, 99],
    help: "repetitions of each cycle; five, three in large worlds, when left out",
  },
];
const FLAGS: readonly Flag[] = [
  ...SCOPE_FLAGS,
  { name: "out", kind: "text", env: [], default: "artifacts/bench.json", help: "the JSON" },
  { name: "readme", kind: "boolean", env: [], default: false, help: "write the table there" },
];

/**
 * What the values of {@linkcode SCOPE_FLAGS} ask for.
 * @throws {Failure} `bad-value` for a world that is none
 */
export function scopeOf(values: FlagValues): Omit<BenchOptions, "say"> {
  const worlds = values.worlds as string | null;
  return {
    worlds: worlds === null ? null : worlds.split(",").map(sizeFrom),
    repeat: values.repeat as number | null,
  };
}

async function main(): Promise<string> {
  const values = taskFlags(FLAGS);
  const out = values.out as string;
  const report = await runBench({ ...scopeOf(values), say });
  await Deno.mkdir(dirname(out), { recursive: true });
  await Deno.writeTextFile(out, `${JSON.stringify(report, null, 2)}\n`);
  if (values.readme === true) await writeReadmeBlock(readmeBlock(report));
  return fullText(report);
}

if (import.meta.main) Deno.exit(await told(main));
