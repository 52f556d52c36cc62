import { fromFileUrl } from "@std/path";
import { assert, assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { COMMANDS } from "../../lib/cli/commands.ts";
import { readFlags } from "../../lib/cli/flags.ts";
import { commandHelp, programHelp } from "../../lib/cli/help.ts";
import { MANUAL } from "../../lib/cli/manual.ts";
import { aTrain } from "../e2e/harness.ts";
import { widgets } from "../e2e/worlds.ts";

const MAIN = fromFileUrl(new URL("../../main.ts", import.meta.url));
const plain = { bold: false };

/** Titles of the sections of a page. */
function sectionsOf(text: string): string[] {
  return text.split("\n").filter((line) => /^[A-Z]/.test(line));
}

Deno.test("every command has a manual, and every manual a command", () => {
  assertEquals(Object.keys(MANUAL).toSorted(), COMMANDS.map(({ name }) => name).toSorted());
});

Deno.test("help is at most 80 columns wide, plain, and ends with one newline", () => {
  const pages = [
    programHelp(COMMANDS, { version: "10.20.30-rc.1", bold: false }),
    ...COMMANDS.map((command) => commandHelp(command, plain)),
  ];
  for (const text of pages) {
    for (const line of text.split("\n")) assert(line.length <= 80, line);
    assertNotMatch(text, /[^\x20-\x7e\n]|[ ]\n|[^\n]$|\n\n$|\n\n\n/);
  }
});

for (const command of COMMANDS) {
  Deno.test(`help ${command.name} tells each flag, its variables, what is allowed and the default`, () => {
    const text = commandHelp(command, plain);
    const words = text.replaceAll(/\s+/g, " ");
    assertEquals(
      sectionsOf(text).filter((title) => !["OPTIONS", "ENVIRONMENT", "FILES"].includes(title)),
      ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "EXAMPLES"],
    );
    for (const { name, kind, env, values, range, default: fallback } of command.flags) {
      const syntax = kind === "boolean" ? `  --[no-]${name}\n` : `  --${name} `;
      const from = text.indexOf(syntax);
      assert(from >= 0, name);
      const rest = text.slice(from + 2);
      const entry = rest.slice(0, /\n(?! {6})/.exec(rest)?.index).replaceAll(/\s+/g, " ");
      for (const variable of env) assertStringIncludes(entry, variable);
      for (const value of values ?? []) assertStringIncludes(entry, value);
      if (range !== undefined) assertStringIncludes(entry, `From ${range[0]} to ${range[1]}.`);
      if (fallback !== null) assertStringIncludes(entry, `Default: ${fallback}.`);
    }
    for (const choice of command.choices ?? []) assertStringIncludes(words, choice);
  });

  Deno.test(`the examples of help ${command.name} are calls that it takes`, () => {
    const examples = MANUAL[command.name]?.examples ?? [];
    assert(examples.length > 0);
    for (const [line] of examples) {
      const [name, ...args] = line.split(" ");
      assertEquals(name, command.name);
      const { positional } = readFlags(args, { flags: command.flags, env: () => undefined });
      assertEquals(positional.length, command.operands === "" ? 0 : 1);
      const [operand = ""] = positional;
      assert(command.choices?.includes(operand) !== false, operand);
      assertStringIncludes(commandHelp(command, plain), `release-ops ${line}\n`);
    }
  });
}

Deno.test("help names exactly the variables that the program may read, and the README all of them", async () => {
  const told = COMMANDS.flatMap(({ name, flags }) => [
    ...flags.flatMap(({ env }) => env),
    ...(MANUAL[name]?.environment ?? []).map(([variable]) => variable),
  ]);
  const allowed = config.permissions.default.env.allow;
  assertEquals([...new Set(told)].toSorted(), allowed.toSorted());
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  assertEquals(allowed.filter((name) => !readme.includes(`\`${name}\``)), []);
});

Deno.test("the program asks for no variable that it may not read", async () => {
  const allowed = new Set(config.permissions.default.env.allow);
  const asked = new Set<string>();
  await using train = await aTrain(widgets());
  for (const args of [["run"], ["doctor"], ["should-run", "--task", "digest"], ["check"]]) {
    const env = new Proxy({} as Record<string, string>, {
      ownKeys: () => [],
      get: (_target, name) => void asked.add(String(name)),
    });
    const { program } = await import("../../lib/cli/program.ts");
    await program(args, {
      env: (name) => env[name],
      out: () => {},
      err: () => {},
      now: () => Temporal.Instant.from(train.now),
      clock: () => 0,
      wait: () => Promise.resolve(),
      version: "0.0.0-test",
      steps: () => Promise.resolve([]),
    });
  }
  assertEquals([...asked].filter((name) => !allowed.has(name)), []);
  assert(asked.size > 20, String(asked.size));
});

Deno.test("headings are bold on a terminal only", () => {
  const [run] = COMMANDS;
  assert(run !== undefined);
  const bold = commandHelp(run, { bold: true });
  assertStringIncludes(bold, "\x1b[1mNAME\x1b[0m\n");
  assertEquals(bold.replaceAll("\x1b[1m", "").replaceAll("\x1b[0m", ""), commandHelp(run, plain));
});

Deno.test("help COMMAND is the same as COMMAND --help, and an unknown one is refused", async () => {
  await using train = await aTrain(widgets());
  for (const { name } of COMMANDS) {
    const [first, second] = [await train.run(["help", name]), await train.run([name, "--help"])];
    assertEquals([first.exit, first.out], [0, second.out]);
  }
  const unknown = await train.run(["help", "rum"]);
  assertEquals([unknown.exit, unknown.out], [2, ""]);
  assertStringIncludes(unknown.err, 'Did you mean "run"?');
});

Deno.test("--version and --help need no permission at all", async () => {
  for (const args of [["--version"], ["--help"], ["help", "run"], ["doctor", "--help"]]) {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-prompt", "--no-check", MAIN, ...args],
      env: { GITHUB_TOKEN: "test-token", NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder();
    assertEquals([code, text.decode(stderr)], [0, ""], args.join(" "));
    assertStringIncludes(text.decode(stdout), "release-ops");
  }
});
