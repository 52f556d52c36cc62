/**
 * `deno task compile`: the single file as a program of its own, with the permissions of deno.json
 * baked in: whoever starts it cannot give it more.
 * @module
 */

import { join } from "@std/path";
import type { Flag } from "../lib/cli/flags.ts";
import { Failure } from "../lib/failure.ts";
import { VERSION } from "../lib/version.ts";
import { bundle, BUNDLE_FILE } from "./bundle.ts";
import { ended, ROOT } from "./command.ts";
import { permissionFlags } from "./permissions.ts";
import { binaryName, type Target, TARGETS } from "./targets.ts";
import { taskFlags, told } from "./task.ts";

/** What a binary is allowed that deno.json does not say. */
export interface Grants {
  /** Host of GitHub's API, with its port if it has one; null for the one in deno.json. */
  readonly api_host: string | null;
  /** Folders that bundles and state may be written to, beside those in deno.json. */
  readonly write: readonly string[];
}

/** Flags that `compile` and `release` share. */
export const GRANT_FLAGS: readonly Flag[] = [
  {
    name: "api-host",
    kind: "text",
    env: [],
    default: null,
    help: "Host of the API of a GitHub Enterprise Server.",
  },
  {
    name: "write",
    kind: "text",
    env: [],
    default: null,
    help: "Folders for bundles and state, between commas, beside artifacts and state.",
  },
];

const FLAGS: readonly Flag[] = [
  { name: "target", kind: "text", env: [], default: null, help: "Machine; default: this one." },
  ...GRANT_FLAGS,
];

/** A host name, an address, or an IPv6 address in brackets; then a port. */
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * Reads the grants from flags.
 * @throws {Failure} `bad-value` for a host that is none
 */
export function grantsOf(values: Readonly<Record<string, unknown>>): Grants {
  const host = values["api-host"];
  if (typeof host === "string" && !HOST.test(host)) {
    throw new Failure(
      "bad-value",
      `Cannot use --api-host: the value is ${JSON.stringify(host)}, allowed is a host, ` +
        "with a port if it has one",
      { remedy: "Give it as in github.example.com, without https:// and without a path." },
    );
  }
  const write = typeof values.write === "string" ? values.write.split(",") : [];
  return {
    api_host: typeof host === "string" ? host : null,
    write: write.map((folder) => folder.trim()).filter((folder) => folder !== ""),
  };
}

/** Arguments of `deno` that make `output` of `source`. */
export function compileArguments(
  source: string,
  { target, output, grants }: { target: Target; output: string; grants: Grants },
): string[] {
  const permissions = permissionFlags({
    ...(grants.api_host === null ? {} : { api_host: grants.api_host }),
    write: [...grants.write, target.runner_files],
  });
  // No code cache: the binary would keep it under a name that anyone can guess in a folder that
  // everyone may write to, and would believe what it finds there.
  const plain = ["--quiet", "--no-config", "--no-lock", "--no-check", "--no-code-cache"];
  return [
    "compile",
    ...plain,
    ...permissions,
    `--target=${target.triple}`,
    `--output=${output}`,
    source,
  ];
}

/** Gives a source one time for ever: a binary holds it, and is to have the same bytes for the same source. */
export async function fixTime(source: string): Promise<void> {
  await Deno.utime(source, 0, 0);
}

/**
 * Compiles `source` for a machine.
 * @throws {Failure} `no-base` when the runtime that goes into the binary cannot be had, `no-binary` for
 * anything else; nothing is left at `output` then
 */
export async function compile(
  source: string,
  options: { target: Target; output: string; grants: Grants },
): Promise<void> {
  await fixTime(source);
  const done = await ended(Deno.execPath(), {
    args: compileArguments(source, options),
    cwd: ROOT,
  });
  if (!done?.ok) throw notCompiled(options.target, done?.err ?? "");
}

/** Tells why Deno did not compile; its causes are numbered lines, `1: error sending request …`. */
function notCompiled({ name, triple }: Target, words: string): Failure {
  const instead = `use the single file instead: deno task bundle makes dist/${BUNDLE_FILE}.`;
  const causes = [...words.matchAll(/^\s*\d+: (.*)$/gm)].map(([, cause = ""]) => cause);
  const base = causes.find((cause) => /\burl\b|denort/.test(cause));
  if (base === undefined) {
    return new Failure("no-binary", `Cannot compile for ${name}: Deno says: ${words.trim()}`, {
      remedy: `Correct that, or ${instead}`,
    });
  }
  return new Failure(
    "no-base",
    `Cannot compile for ${name}: the runtime that goes into the binary is missing: ${base}`,
    {
      remedy:
        `Set DENORT_BIN to the denort of Deno ${Deno.version.deno} for ${triple}, or ${instead}`,
    },
  );
}

/**
 * Makes sure that a binary for this machine starts.
 * @throws {Failure} `no-binary`: Deno puts the program into any runtime that DENORT_BIN names
 */
async function assertStarts(path: string): Promise<void> {
  const ran = await ended(path, { args: ["--version"], cwd: ROOT });
  if (ran?.ok && ran.out.includes(VERSION)) return;
  throw new Failure("no-binary", "Cannot compile: the binary does not start", {
    remedy: `DENORT_BIN must be the denort of exactly Deno ${Deno.version.deno}.`,
  });
}

/**
 * The machine of a name or a triple; null is this one.
 * @throws {Failure} `bad-value` for one that no release is built for
 */
export function targetOf(given: string | null): Target {
  const asked = given ?? Deno.build.target;
  const found = TARGETS.find(({ name, triple }) => name === asked || triple === asked);
  if (found !== undefined) return found;
  throw new Failure(
    "bad-value",
    `Cannot compile for ${JSON.stringify(asked)}: allowed is ` +
      TARGETS.map(({ name }) => name).join(", "),
    {
      remedy:
        "Give one of them with --target, or use the single file, which runs wherever Deno does.",
    },
  );
}

async function main(): Promise<string> {
  const values = taskFlags(FLAGS);
  const target = targetOf(values.target as string | null);
  const grants = grantsOf(values);
  const dist = join(ROOT, "dist");
  const { path: source } = await bundle(join(dist, BUNDLE_FILE));
  const own = Deno.build.os === "windows" ? "release-ops.exe" : "release-ops";
  const name = values.target === null ? own : binaryName(target);
  const draft = join(dist, `.tmp-${name}`);
  try {
    await compile(source, { target, output: draft, grants });
    if (target.triple === Deno.build.target) await assertStarts(draft);
    await Deno.rename(draft, join(dist, name));
  } catch (error) {
    await Deno.remove(draft).catch(() => {}); // it was never made
    throw error;
  }
  const { size } = await Deno.stat(join(dist, name));
  return `${join(dist, name)}: ${(size / 1e6).toFixed(1)} MB for ${target.name}`;
}

if (import.meta.main) Deno.exit(await told(main));
