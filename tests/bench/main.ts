/**
 * `deno task bench`: what the program costs, as a Markdown table on stdout and as JSON in a file.
 * Whole processes are measured against the emulator in a process of its own, without the second that
 * GitHub wants between two writes. `--worlds 4/5,30/100` and `--repeat N` narrow it, `--out FILE` says
 * where the JSON goes, `--readme` writes the table into the README.
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { dirname, fromFileUrl } from "@std/path";
import { Failure } from "../../lib/failure.ts";
import { told } from "../../tools/told.ts";
import { type BenchOptions, runBench } from "./run.ts";
import { BEGIN, END, fullText, readmeBlock } from "./tables.ts";
import { sizeFrom } from "./worlds.ts";

/**
 * Reads `--worlds` and `--repeat`.
 * @throws {Failure} `bad-value`
 */
export function optionsFrom(args: readonly string[]): Omit<BenchOptions, "say"> {
  const flags = parseArgs([...args], { string: ["worlds", "repeat"] });
  const [worlds, repeat] = [textOf(flags.worlds), textOf(flags.repeat)];
  if (repeat !== undefined && !/^[1-9]\d?$/.test(repeat)) {
    throw new Failure("bad-value", `Cannot repeat: --repeat is ${repeat}, allowed is 1 to 99`, {
      remedy: "Leave it out for five times, three in large worlds.",
    });
  }
  return {
    worlds: worlds === undefined ? null : worlds.split(",").map(sizeFrom),
    repeat: repeat === undefined ? null : Number(repeat),
  };
}

/** The text given with a flag; undefined without one. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One line for whoever waits. */
export function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function main(): Promise<string> {
  const flags = parseArgs(Deno.args, { string: ["out"], boolean: ["readme"] });
  const out = textOf(flags.out) ?? "artifacts/bench.json";
  const report = await runBench({ ...optionsFrom(Deno.args), say });
  await Deno.mkdir(dirname(out), { recursive: true });
  await Deno.writeTextFile(out, `${JSON.stringify(report, null, 2)}\n`);
  if (flags.readme === true) {
    const path = fromFileUrl(new URL("../../README.md", import.meta.url));
    const text = await Deno.readTextFile(path);
    const block = new RegExp(`${BEGIN}.*?${END}\\n?`, "s");
    if (!block.test(text)) throw new Error(`README.md has no ${BEGIN}`);
    await Deno.writeTextFile(path, text.replace(block, () => readmeBlock(report)));
  }
  return fullText(report);
}

if (import.meta.main) Deno.exit(await told(main));
