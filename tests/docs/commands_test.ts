import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import {
  type CommandLine,
  commandLines,
  commandSpans,
  problemsOf,
  programArgs,
  simpleCommands,
} from "./commands.ts";
import { pageOf, pages, ROOT } from "./pages.ts";

/** Commands that need neither GitHub nor the network. */
const LOCAL: readonly string[] = [
  ...["demo", "check", "explain", "should-run", "simulate", "completions"],
  ...["help", "--help", "--version"],
];

async function problems(text: string): Promise<string[]> {
  const page = pageOf("x.md", text);
  const lines = [...commandLines(page), ...commandSpans(page)];
  return (await Promise.all(lines.map(problemsOf))).flat();
}

Deno.test("every command of every page is one that the program, the tasks or the workflows know", async () => {
  const lines = (await pages()).flatMap((page) => [...commandLines(page), ...commandSpans(page)]);
  assert(lines.length > 50, `only ${lines.length} commands were found`);
  assertEquals((await Promise.all(lines.map(problemsOf))).flat(), []);
});

Deno.test("a command, flag, step, task, workflow or input that does not exist is found", async () => {
  const wrong = [
    "release-ops runs",
    "GITHUB_TOKEN=… dist/release-ops run --dry",
    "deno task demos",
    "npx --yes deno@2.9.6 task run --repo a/b --retention-days many",
    "deno run -q main.ts step diggest # by hand",
    "deno run -A steps/digest.ts --tsak",
    "cd x && release-ops check --json extra",
    "gh workflow run release-ops-step.yml -f stp=digest",
    "gh workflow run nothing.yml",
  ];
  for (const line of wrong) {
    assertEquals((await problems(`\`\`\`sh\n${line}\n\`\`\``)).length, 1, line);
  }
  assertEquals((await problems("Use `release-ops doktor` or `deno task nothing`.")).length, 2);
});

Deno.test("simpleCommands() takes a line apart as a shell does", () => {
  assertEquals(simpleCommands(`A=1 x "a b" 'c|d' | y; z && w --a=b # not this`), [
    ["x", "a b", "c|d"],
    ["y"],
    ["z"],
    ["w", "--a=b"],
  ]);
});

/** Text of the section about a command; empty when there is none. */
function sectionOn(command: string, page: string): string {
  const heading = `\n## release-ops ${command}\n`;
  return page.includes(heading) ? page.split(heading)[1]?.split("\n## ")[0] ?? "" : "";
}

Deno.test("every command has a section that names its flags; those of a cycle are the README's", async () => {
  const all = await pages();
  const text = (path: string): string => all.find((page) => page.path === path)?.text ?? "";
  const missing = COMMANDS.flatMap(({ name, flags }) => {
    const section = sectionOn(name, text("docs/commands.md"));
    const told = ["run", "step"].includes(name) ? text("README.md") : section;
    const unsaid = flags.filter((flag) => !told.includes(`\`--${flag.name}\``));
    return [...section === "" ? [name] : [], ...unsaid.map((flag) => `${name} --${flag.name}`)];
  });
  assertEquals(missing, []);
  assertEquals(sectionOn("nothing", text("docs/commands.md")), "");
});

Deno.test("the commands that need no GitHub do what the pages say", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-docs-" });
  try {
    await prepare(folder);
    const lines = (await pages()).flatMap(commandLines).filter(isLocal);
    const unlike = [
      ...new Map(lines.map((line) => [[line.text, ...line.output].join("\n"), line])).values(),
    ];
    assert(unlike.length > 8, `only ${unlike.length} commands are run`);
    const calls = unlike.flatMap((line) => callOf(line) ?? []);
    const ended = await runCalls(calls.map(({ args }) => args), folder);
    for (const line of unlike) {
      await t.step(`${line.page}: ${line.text}`, async () => {
        const at = calls.findIndex((call) => call.line === line);
        const { code, out } = ended[at] ?? await runOther(line, folder);
        const allowed = line.text.includes("should-run")
          ? [0, 1]
          : line.output.length > 0
          ? [0, 2]
          : [0];
        assert(allowed.includes(code), `it ended with ${code}:\n${out}`);
        assert(shows(out, line.output), `it printed\n${out}\nnot\n${line.output.join("\n")}`);
      });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("output that a page shows and a command does not print is found", () => {
  const printed = "run: now lies in a window\nnext: tomorrow\n";
  assert(shows(printed, ["run: now lies in a window", "…"]));
  assert(shows(printed, ["run: … window", "next: tomorrow"]));
  assert(!shows(printed, ["run: now lies in no window", "…"]));
  assert(!shows(printed, ["run: now lies in a window", "next: today"]));
  assert(!shows(printed, ["run: now lies in a window"]));
});

/** A folder as somebody has it who follows the pages: policies, ticks, and an unpacked bundle. */
async function prepare(folder: string): Promise<void> {
  await Deno.mkdir(join(folder, "policies"));
  for await (const { name, isFile } of Deno.readDir(`${ROOT}policies`)) {
    if (isFile) await Deno.copyFile(`${ROOT}policies/${name}`, join(folder, "policies", name));
  }
  await Deno.writeTextFile(
    join(folder, "ticks.txt"),
    "2026-01-08T08:15:00Z\n2026-01-08T09:20:00Z\n",
  );
  await Deno.mkdir(join(folder, "my-templates"));
  await Deno.copyFile(`${ROOT}templates/style.css`, join(folder, "my-templates/style.css"));
  await runCalls([["demo"]], folder);
  const bundle = join(folder, "artifacts/release-ops-cycle-demo");
  for await (const { name, isFile } of Deno.readDir(bundle)) {
    if (isFile) await Deno.copyFile(join(bundle, name), join(folder, name));
    else await Deno.rename(join(bundle, name), join(folder, name));
  }
}

/** What can be run here: the program without GitHub, a step that does not exist, and one-liners over a bundle. */
function isLocal({ text, output }: CommandLine): boolean {
  if (/…|(?:^| )[A-Z][A-Z/@]+(?: |$)/.test(text)) return false; // a word that stands for something
  const [words = [], ...others] = simpleCommands(text);
  if (others.length > 0) return false;
  const args = programArgs(words);
  if (args === null) return words[0] === "jq" || (words[0] === "deno" && words[1] === "eval");
  return LOCAL.includes(args[0] ?? "") || output.length > 0;
}

/** The arguments of a line that calls the program; null for one that calls something else. */
function callOf(line: CommandLine): { line: CommandLine; args: string[] } | null {
  const args = programArgs(simpleCommands(line.text)[0] ?? []);
  return args === null ? null : { line, args };
}

interface Ended {
  readonly code: number;
  /** Both streams. */
  readonly out: string;
}

/** All calls in one process, which may do what a checkout's `-P` allows: a start takes longer than most of them. */
async function runCalls(calls: readonly (readonly string[])[], cwd: string): Promise<Ended[]> {
  const script = join(ROOT, "tests/docs/run_all.ts");
  const { write } = config.permissions.default;
  // The folders of the set are those of its own file; those of a person are where they stand.
  const granted = ["-P", "--config", join(ROOT, "deno.json"), `--allow-write=${write.join()}`];
  const args = ["run", "-q", ...granted, "--no-prompt", "--no-check", script];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, JSON.stringify(calls)],
    cwd,
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(decoder.decode(stderr));
  return JSON.parse(decoder.decode(stdout));
}

async function runOther({ text }: CommandLine, cwd: string): Promise<Ended> {
  const [[program = "", ...args] = []] = simpleCommands(text);
  const path = program === "deno" ? Deno.execPath() : program;
  try {
    const { code, stdout, stderr } = await new Deno.Command(path, { args, cwd }).output();
    const decoder = new TextDecoder();
    return { code, out: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    // jq is not on every machine; the fields that it names are held by the tables.
    if (program === "jq" && error instanceof Deno.errors.NotFound) return { code: 0, out: "" };
    throw error;
  }
}

/** True when the lines are what was printed; `…` stands for anything, on a line of its own for lines. */
function shows(printed: string, lines: readonly string[]): boolean {
  if (lines.length === 0) return true;
  const pattern = lines.map((line) =>
    line === "…" ? "(?:.*\\n)*?.*" : RegExp.escape(line).replaceAll(RegExp.escape("…"), ".*")
  ).join("\\n\\s*");
  return new RegExp(`^${pattern}\\s*$`).test(printed.trim());
}
