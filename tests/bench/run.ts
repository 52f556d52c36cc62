/**
 * A whole run of the bench.
 * @module
 */

import { join } from "@std/path";
import { bundle, BUNDLE_FILE } from "../../tools/bundle.ts";
import { measureCycle } from "./cycles.ts";
import { HubProcess } from "./hub_process.ts";
import { type CycleCost, FORMAT, type Report, type StartCost } from "./report.ts";
import { writePolicies } from "./settled.ts";
import { NO_BINARY, type Shape, shapes } from "./shapes.ts";
import { measureStarts, measureYardstick } from "./starts.ts";
import { type CycleKind, CYCLES, type Size, sizeFrom, sizeText } from "./worlds.ts";

/** What is measured unless told. */
export const WORLDS = ["4/5", "10/20", "30/100", "100/1000", "300/5000"] as const;
/** Each twice the one before, within the 200 candidates that a policy may allow. */
const GROWTH = ["25/100", "50/200", "100/400", "200/800"] as const;
/** Worlds with more blockers are large: less is measured on them, so that a run takes minutes. */
const SMALL = 100;
/** Rounds of starts: they are short, and the clock of the processor is coarse. */
const ROUNDS = 10;

/** What to measure. */
export interface BenchOptions {
  /** Sizes of worlds; null for all, and for growth. */
  readonly worlds: readonly Size[] | null;
  /** Repetitions of each cycle; null for the usual ones. */
  readonly repeat: number | null;
  /** Told about progress. */
  readonly say: (line: string) => void;
}

/** Measures everything; takes minutes. */
export async function runBench(options: BenchOptions): Promise<Report> {
  const { say } = options;
  const folder = await Deno.makeTempDir({ prefix: "release-ops-bench-" });
  try {
    const policies = join(folder, "policies");
    await writePolicies(policies, { hurry: false });
    say("building the single file");
    const built = await bundle(join(folder, BUNDLE_FILE));
    await using hub = new HubProcess();
    const { host } = new URL((await hub.order({ do: "count" })).url);
    const forms = await shapes(host, { file: built.path, folder });
    const skipped = forms.some(({ name }) => name === "binary") ? [] : [NO_BINARY];
    skipped.forEach(say);
    const starts = await startsOf(forms, { ...options, policies, folder });
    const yardstick = await measureYardstick(folder);
    const bench = { hub, folder, policies };
    const sizes = options.worlds ?? WORLDS.map(sizeFrom);
    const plan = { ...options, bench };
    const cycles = await worldsOf(sizes, { ...plan, shapes: forms, kinds: CYCLES });
    const growth = options.worlds === null
      ? await worldsOf(GROWTH.map(sizeFrom), {
        ...plan,
        shapes: forms.filter(({ name }) => name === "bundle"),
        kinds: ["quiet"],
      })
      : [];
    const file = { bytes: built.bytes, contents: Object.fromEntries(built.contents) };
    return { format: FORMAT, machine: machine(), yardstick, cycles, growth, starts, file, skipped };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function startsOf(
  forms: readonly Shape[],
  { say, policies, folder, repeat }: BenchOptions & { policies: string; folder: string },
): Promise<StartCost[]> {
  const starts: StartCost[] = [];
  for (const shape of forms) {
    say(`starts, ${shape.name}`);
    const repeats = repeat === null ? ROUNDS : Math.max(repeat, 1);
    starts.push(...await measureStarts(shape, { policies, folder, repeats }));
  }
  return starts;
}

/** Where and how worlds are measured. */
interface Plan extends BenchOptions {
  readonly bench: { hub: HubProcess; folder: string; policies: string };
  readonly shapes: readonly Shape[];
  readonly kinds: readonly CycleKind[];
}

async function worldsOf(
  sizes: readonly Size[],
  { bench, shapes, kinds, repeat, say }: Plan,
): Promise<CycleCost[]> {
  const costs: CycleCost[] = [];
  for (const [index, size] of sizes.entries()) {
    const started = performance.now();
    await bench.hub.order({ do: "prepare", size, policies: bench.policies });
    if (index === 0) await warmUp(bench, { shapes, size });
    for (const cycle of kinds) {
      const { forms, repeats } = share(size, { cycle, shapes, repeat });
      for (const shape of forms) {
        costs.push(await measureCycle({ ...bench, shape, repeats }, { size, cycle }));
      }
    }
    const seconds = Math.round((performance.now() - started) / 1_000);
    say(`${sizeText(size)}: ${kinds.join(", ")} in ${seconds} s`);
  }
  return costs;
}

/**
 * How much of a cycle is measured: small worlds in every form five times; large ones in every form three
 * times where nothing changed, else once in the single file.
 */
function share(
  size: Size,
  { cycle, shapes, repeat }: Pick<Plan, "shapes" | "repeat"> & { cycle: CycleKind },
): { forms: readonly Shape[]; repeats: number } {
  if (size.blockers <= SMALL) return { forms: shapes, repeats: repeat ?? 5 };
  if (cycle === "quiet") return { forms: shapes, repeats: repeat ?? 3 };
  return { forms: shapes.filter(({ name }) => name === "bundle"), repeats: repeat ?? 1 };
}

/** One cycle of each form that nobody counts: it fills the caches of Deno and of the system. */
async function warmUp(
  bench: Plan["bench"],
  { shapes, size }: { shapes: readonly Shape[]; size: Size },
): Promise<void> {
  for (const shape of shapes) {
    await measureCycle({ ...bench, shape, repeats: 1 }, { size, cycle: "5 % changed" });
  }
}

function machine(): string {
  const { os, arch } = Deno.build;
  return `Deno ${Deno.version.deno}, ${os} ${arch}, ${navigator.hardwareConcurrency} processors`;
}
