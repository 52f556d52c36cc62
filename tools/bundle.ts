/**
 * `deno task bundle`: the whole program as one file, `dist/release-ops.js`. It embeds policies,
 * templates and the sample, imports nothing, and has the same bytes for the same commit and version of
 * Deno, wherever it is built.
 * @module
 */

import { dirname, join } from "@std/path";
import config from "../deno.json" with { type: "json" };
import { Failure } from "../lib/failure.ts";
import { VERSION } from "../lib/version.ts";
import { ended, ROOT } from "./command.ts";
import { commitOf } from "./commit.ts";
import { sizesByPackage } from "./contents.ts";
import { withUsedEndpoints } from "./endpoints.ts";
import { permissionFlags } from "./permissions.ts";
import { told } from "./task.ts";

/** Name of the single file. */
export const BUNDLE_FILE = "release-ops.js";

/** Names are kept, so that a stack still says where a bug is. */
const BUNDLE_FLAGS: readonly string[] = [
  "--quiet",
  "--frozen",
  "--external=postcss",
  "--external=dayjs",
  "--minify",
  "--keep-names",
  "--sourcemap=external",
];

/**
 * sanitize-html loads postcss for `style` attributes, of which our allow-list keeps none, and dayjs for
 * dates, of which it has none. Left out, the file is a tenth smaller, and nothing in it asks for Node's
 * modules, which every start would pay for. This answers the two `require` that remain.
 */
const LEFT_OUT = 'const require=(name)=>{if(name==="postcss"||name==="dayjs")return{};' +
  'throw new Error("not in this file: "+name)};';

/** A bundle that has been written. */
export interface Bundled {
  /** Where it is. */
  readonly path: string;
  /** Its size. */
  readonly bytes: number;
  /** What it was built from; null without git or outside of a repository. */
  readonly commit: string | null;
  /** Characters by package, the largest first. */
  readonly contents: ReadonlyMap<string, number>;
}

/**
 * Builds the single file of the source in `root` and puts it at `path`.
 * @throws {Failure} `no-bundle` when Deno cannot bundle; nothing is left behind then
 */
export async function bundle(path: string, root: string = ROOT): Promise<Bundled> {
  const commit = await commitOf(root);
  // Below the root, because that is where its deno.json holds; `dist` is not linted, tested or committed.
  const work = join(root, "dist", ".bundle");
  const entry = join(work, "entry.ts");
  const draft = join(work, BUNDLE_FILE);
  try {
    await Deno.mkdir(work, { recursive: true });
    await Deno.writeTextFile(entry, entryFor(commit));
    const done = await ended(Deno.execPath(), {
      args: ["bundle", ...BUNDLE_FLAGS, `--output=${draft}`, entry],
      cwd: root,
    });
    if (!done?.ok) throw notBundled(`Deno says: ${(done?.err ?? "").trim()}`);
    const code = await Deno.readTextFile(draft);
    const map = JSON.parse(await Deno.readTextFile(`${draft}.map`));
    const used = withUsedEndpoints(code);
    if (used === null) throw notBundled("the table of Octokit's REST methods is not where it was");
    const text = inAscii(`${heading(commit)}\n${LEFT_OUT}\n${used}`);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(draft, text);
    await Deno.rename(draft, path);
    return {
      path,
      bytes: new TextEncoder().encode(text).length,
      commit,
      contents: shorter(sizesByPackage(code, map), code.length - used.length),
    };
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

/** Without what {@linkcode withUsedEndpoints} left out, which the source map does not know. */
function shorter(contents: Map<string, number>, left_out: number): Map<string, number> {
  const name = "@octokit/plugin-rest-endpoint-methods";
  contents.set(name, (contents.get(name) ?? 0) - left_out);
  return new Map([...contents].toSorted(([, a], [, b]) => b - a));
}

/** The entry of a build: the same program, told what it was built from. */
function entryFor(commit: string | null): string {
  const build = commit === null ? {} : { commit };
  return `import { exitWith } from "../../main.ts";\nawait exitWith(Deno.args, ${
    JSON.stringify(build)
  });\n`;
}

/**
 * The same program in ASCII: one character beyond Latin-1 makes the engine keep the whole file, and
 * compile it, at two bytes a character. In strings, templates and regular expressions the escape means
 * the character; behind a backslash it would not.
 * @throws {Failure} `no-bundle` when a character stands behind one
 */
export function inAscii(code: string): string {
  const behind = /\\[^\0-\x7f]/.exec(code);
  if (behind !== null) throw notBundled(`${JSON.stringify(behind[0])} cannot be written in ASCII`);
  return code.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The first lines of the file: what it is, and how it is run. */
function heading(commit: string | null): string {
  const version = `${VERSION}${commit === null ? "" : ` (${commit})`}`;
  return `// release-ops ${version}, ${config.license} licence\n// ${runCommand()}`;
}

/** The command that the single file is run with, under exactly what it needs. */
export function runCommand(): string {
  return `deno run ${permissionFlags().join(" ")} ${BUNDLE_FILE} COMMAND`;
}

function notBundled(words: string): Failure {
  return new Failure("no-bundle", `Cannot bundle: ${words}`, {
    remedy: "Correct that; a lock file that is behind is brought up to date by deno install.",
  });
}

async function main(): Promise<string> {
  const { path, bytes, commit, contents } = await bundle(join(ROOT, "dist", BUNDLE_FILE));
  const rows = [...contents].map(([name, size]) => `${String(size).padStart(8)}  ${name}`);
  const from = commit === null ? "no commit: not in a git repository" : `commit ${commit}`;
  return [
    ...rows,
    `${String(bytes).padStart(8)}  bytes in ${path} (${from})`,
    "",
    "Run it with:",
    runCommand(),
  ].join("\n");
}

if (import.meta.main) Deno.exit(await told(main));
