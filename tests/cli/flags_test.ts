import { assertEquals, assertThrows } from "@std/assert";
import { CYCLE_FLAGS } from "../../lib/cli/cycle_flags.ts";
import { type Flag, type ParsedFlags, readFlags } from "../../lib/cli/flags.ts";
import { Failure } from "../../lib/failure.ts";

function read(args: string[], env: Record<string, string> = {}): ParsedFlags {
  return readFlags(args, { flags: CYCLE_FLAGS, env: (name) => env[name] });
}

function values(args: string[], env: Record<string, string> = {}): ParsedFlags["values"] {
  return read(args, env).values;
}

const SWITCHES = CYCLE_FLAGS.filter(({ kind }) => kind === "boolean");

Deno.test("readFlags() gives the default when neither flag nor variable has a value", () => {
  const defaults = Object.fromEntries(CYCLE_FLAGS.map((flag) => [flag.name, flag.default]));
  assertEquals(values([]), defaults);
  const empty = CYCLE_FLAGS.flatMap(({ env }) => env.map((name) => [name, ""]));
  assertEquals(values([], Object.fromEntries(empty)), defaults);
  assertEquals(values(CYCLE_FLAGS.map(({ name }) => `--${name}=`)), defaults);
  assertEquals(read(["--repo="]).given.size, 0);
});

Deno.test("readFlags() reads every switch in each spelling, false as false", () => {
  for (const { name, env } of SWITCHES) {
    for (const wanted of [true, false]) {
      const spellings = [
        [`--${name}=${wanted}`],
        [`--${name}`, `${wanted}`],
        [wanted ? `--${name}` : `--no-${name}`],
        [`--${name}=${String(wanted).toUpperCase()}`],
      ];
      for (const args of spellings) assertEquals(values(args)[name], wanted, args.join(" "));
      for (const variable of env) {
        assertEquals(values([], { [variable]: `${wanted}` })[name], wanted);
      }
    }
  }
});

Deno.test("readFlags() lets the flag win over the variable, and the first variable over the second", () => {
  const env = { THRESHOLD_MINUTES: "30", FORCE_DIGEST: "", FORCE_RUN_DIGEST: "true" };
  assertEquals(values(["--threshold-minutes=60"], env)["threshold-minutes"], 60);
  assertEquals(values([], env)["threshold-minutes"], 30);
  assertEquals(values([], env)["force-digest"], true);
  assertEquals(values([], { ...env, FORCE_DIGEST: "false" })["force-digest"], false);
});

Deno.test("readFlags() takes a value that begins with a dash, and everything behind -- as it is", () => {
  assertEquals(values(["--context", "-5 degrees"]).context, "-5 degrees");
  assertEquals(values(["--context=--all is well--"]).context, "--all is well--");
  assertEquals(read(["--dry-run", "--", "--verbose"]).positional, ["--verbose"]);
  assertEquals(values(["--", "--verbose"]).verbose, false);
});

Deno.test("readFlags() keeps an operand that follows a switch, unless it is true or false", () => {
  assertEquals(read(["digest", "--dry-run"]).positional, ["digest"]);
  assertEquals(read(["--dry-run", "digest"]).positional, ["digest"]);
  assertEquals(read(["--dry-run", "false"]).positional, []);
  assertEquals(read(["--no-dry-run", "true"]).positional, ["true"]);
});

const BAD: [args: string[], code: string, message: string][] = [
  [["--threshold-minutes", "-5"], "bad-value", 'the value is "-5"'],
  [["--threshold-minutes", "1e3"], "bad-value", "allowed is a whole number from 0 to 100000"],
  [["--threshold-minutes=100001"], "bad-value", 'the value is "100001"'],
  [["--catch-up-hours=745"], "bad-value", "allowed is a number from 0 to 744"],
  [["--now=2026-01-08"], "bad-value", "allowed is a time such as"],
  [["--verbose=1"], "bad-value", "allowed is true or false"],
  [["--context"], "missing-value", "Cannot use --context: it has no value"],
  [["--out", "--verbose"], "missing-value", "Cannot use --out: it has no value"],
  [["--dry-rum"], "unknown-flag", "Cannot use --dry-rum: there is no such flag"],
  [["-v"], "unknown-flag", "Cannot use -v: there is no such flag"],
  [["--no-color"], "unknown-flag", "Cannot use --no-color: there is no such flag"],
];

for (const [args, code, message] of BAD) {
  Deno.test(`readFlags() refuses ${args.join(" ")} by name, value and what is allowed`, () => {
    const failure = assertThrows(() => read(args), Failure, message);
    assertEquals([failure.code, failure.exit], [code, 2]);
  });
}

Deno.test("readFlags() shows no more than the beginning of a long value", () => {
  const flags: Flag[] = [{ name: "n", kind: "number", env: [], default: null, help: "" }];
  const error = assertThrows(
    () => readFlags(["--n", "9x".repeat(500)], { flags, env: () => undefined }),
    Failure,
  );
  assertEquals(error.message.length < 250, true);
});
