import { join } from "@std/path";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { COMMANDS } from "../../lib/cli/commands.ts";
import {
  type Completable,
  completionScript,
  type CompletionShell,
  SHELLS,
} from "../../lib/cli/completions.ts";
import type { Flag } from "../../lib/cli/flags.ts";
import { steps } from "../../main.ts";
import { aTrain } from "../e2e/harness.ts";
import { widgets } from "../e2e/worlds.ts";

const STEPS = (await steps()).map(({ name }) => name);

/** What the program prints for a shell. */
async function printed(shell: CompletionShell): Promise<string> {
  await using train = await aTrain(widgets());
  const ran = await train.run(["completions", shell]);
  assertEquals([ran.exit, ran.err, ran.requests], [0, "", []]);
  return ran.out;
}

const scripts = Object.fromEntries(
  await Promise.all(SHELLS.map(async (shell) => [shell, await printed(shell)] as const)),
) as Record<CompletionShell, string>;

/** Runs a shell on a script; null where the shell is not installed. */
async function run(
  shell: string,
  { args, cwd }: { args: string[]; cwd?: string },
): Promise<{ code: number; out: string; err: string } | null> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(shell, {
      args,
      ...cwd === undefined ? {} : { cwd },
      clearEnv: true,
      env: { PATH: Deno.env.get("PATH") ?? "", HOME: cwd ?? "/nonexistent", TERM: "dumb" },
    }).output();
    const text = new TextDecoder();
    return { code, out: text.decode(stdout), err: text.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

const bash = await run("bash", { args: ["-c", "true"] });

/** What bash offers behind these words, of which the last is being typed; split at `=` as bash does. */
async function offered(words: string[], cwd?: string): Promise<string[]> {
  const split = words.flatMap((word) => word.split(/(=)/)).filter((word, index, all) =>
    word !== "" || index === all.length - 1 && all.at(-2) !== "="
  );
  const call = `${scripts.bash}
COMP_WORDS=(release-ops "$@"); COMP_CWORD=$#
_release_ops
for each in "\${COMPREPLY[@]}"; do printf '%s\\n' "$each"; done`;
  const ran = await run("bash", {
    args: ["--norc", "-c", call, "bash", ...split],
    ...cwd === undefined ? {} : { cwd },
  });
  assertEquals([ran?.code, ran?.err], [0, ""]);
  return ran?.out.split("\n").filter((line) => line !== "") ?? [];
}

Deno.test({
  name: "bash offers the commands, and what begins as typed",
  ignore: bash === null,
  fn: async () => {
    const names = COMMANDS.map(({ name }) => name);
    assertEquals(await offered([""]), [...names, "help", "--help", "--version"]);
    assertEquals(await offered(["s"]), ["step", "should-run", "simulate"]);
    assertEquals(await offered(["help", "d"]), ["doctor", "demo"]);
  },
});

Deno.test({
  name: "bash offers every flag of each command, and no other",
  ignore: bash === null,
  fn: async () => {
    for (const { name, flags } of COMMANDS) {
      const all = flags.flatMap((flag) =>
        flag.kind === "boolean" ? [`--${flag.name}`, `--no-${flag.name}`] : [`--${flag.name}`]
      );
      assertEquals(await offered([name, "--"]), [...all, "--help"], name);
    }
  },
});

Deno.test({
  name: "bash offers steps, shells, tasks, true and false, with a space or an equals sign",
  ignore: bash === null,
  fn: async () => {
    assertEquals(
      (await offered(["step", ""])).filter((word) => !word.startsWith("-")).toSorted(),
      STEPS.toSorted(),
    );
    assertEquals(await offered(["step", "dig"]), ["digest"]);
    assertEquals(await offered(["completions", "f"]), ["fish"]);
    for (const words of [["--task", ""], ["--task="]]) {
      assertEquals(await offered(["should-run", ...words]), ["digest", "handoff"]);
    }
    assertEquals(await offered(["should-run", "--task=h"]), ["handoff"]);
    assertEquals(await offered(["run", "--dry-run="]), ["true", "false"]);
    assertEquals(await offered(["run", "--dry-run=f"]), ["false"]);
    assertEquals(await offered(["run", "--dry-run", "t"]), ["true"]);
    assertEquals(await offered(["run", "--threshold-minutes", ""]), []);
  },
});

Deno.test({
  name: "bash offers folders for folders and files for files, whatever their names",
  ignore: bash === null,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.mkdir(join(folder, "a folder $(touch ran)"));
      await Deno.writeTextFile(join(folder, "a file; touch ran"), "");
      assertEquals(await offered(["run", "--out", "a"], folder), ["a folder $(touch ran)"]);
      assertEquals(await offered(["run", "--out=a"], folder), ["a folder $(touch ran)"]);
      assertEquals((await offered(["simulate", "--ticks", "a"], folder)).toSorted(), [
        "a file; touch ran",
        "a folder $(touch ran)",
      ]);
      assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, 2, "nothing was run");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("flags of one name are alike in all commands, as completion relies on", () => {
  const seen = new Map<string, string>();
  for (const { name, kind, path, values } of COMMANDS.flatMap(({ flags }) => flags)) {
    const what = JSON.stringify([kind, path ?? null, values ?? null]);
    assertEquals(seen.get(name) ?? what, what, name);
    seen.set(name, what);
  }
});

/** A command whose help is anything. */
function aCommand(text: string, change: Partial<Flag> = {}): Completable {
  const flag: Flag = { name: "dry-run", kind: "text", env: [], default: null, help: text };
  return { name: "run", summary: text, choices: ["one"], flags: [{ ...flag, ...change }] };
}

Deno.test("completionScript() refuses a name that a shell would evaluate", () => {
  const unfit = fc.string().filter((word) => !/^[a-z0-9][a-z0-9_-]*$/.test(word));
  fc.assert(fc.property(unfit, fc.constantFrom(...SHELLS), (word, shell) => {
    const fine = aCommand("Help.");
    const bad = [
      { ...fine, name: word },
      { ...fine, choices: [word] },
      aCommand("Help.", { name: word }),
      aCommand("Help.", { values: [word] }),
    ];
    for (const command of bad) assertThrows(() => completionScript(shell, [command]), RangeError);
  }));
});

/** A script without comments and without what stands in single quotes, as zsh and fish read them. */
function unquoted(script: string, shell: "zsh" | "fish"): string {
  const quoted = shell === "fish" ? /'(?:\\[\\']|[^\\'])*'/g : /'[^']*'|\\'/g;
  return script.replaceAll(/^#.*$/gm, "").replaceAll(quoted, "");
}

Deno.test("completionScript() keeps help texts inside of quotes, whatever they say", () => {
  const hostile = fc.string({
    unit: fc.constantFrom("'", "\\", "$", "(", ")", "]", ":", "`", "a"),
  });
  fc.assert(fc.property(hostile, (text) => {
    for (const shell of ["zsh", "fish"] as const) {
      const [with_text, without] = [text, ""].map((help) =>
        unquoted(completionScript(shell, [aCommand(help)]), shell)
      );
      assertEquals(with_text, without);
    }
  }));
});

for (const shell of ["zsh", "fish"] as const) {
  const check = await run(shell, { args: ["-n", "-c", "true"] });
  Deno.test({
    name: `${shell} takes its script`,
    ignore: check?.code !== 0,
    fn: async () => {
      const path = await Deno.makeTempFile();
      try {
        await Deno.writeTextFile(path, scripts[shell]);
        const ran = await run(shell, { args: ["-n", path] });
        assertEquals([ran?.code, ran?.err], [0, ""]);
      } finally {
        await Deno.remove(path);
      }
    },
  });

  Deno.test(`the script for ${shell} has every command, flag, step and task`, () => {
    const script = scripts[shell];
    const dashes = shell === "zsh" ? "--" : "-l ";
    for (const { name, flags } of COMMANDS) {
      assertStringIncludes(script, name);
      for (const flag of flags) assertStringIncludes(script, `${dashes}${flag.name}`);
    }
    for (const word of [...STEPS, "digest handoff"]) assertStringIncludes(script, word);
    assert(!unquoted(script, shell).includes("'"), "quotes are balanced");
  });
}

Deno.test("completions refuses another shell", async () => {
  await using train = await aTrain(widgets());
  for (const [args, shown] of [[["tcsh"], "tcsh"], [[], ""]] as const) {
    const ran = await train.run(["completions", ...args]);
    assertEquals([ran.exit, ran.out], [2, ""]);
    assertStringIncludes(ran.err, `"${shown}": allowed is bash, zsh, fish`);
  }
});
