import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { shouldRun, type ShouldRunAnswer } from "../../lib/cli/should_run.ts";
import { at, daily, windows } from "../cadence/cadences.ts";

function asked(
  time: string,
  changes: Partial<Parameters<typeof shouldRun>[0]> = {},
): ShouldRunAnswer {
  return shouldRun({
    task: "digest",
    cadence: daily(),
    state: null,
    now: at(time),
    forced: false,
    verbose: false,
    ...changes,
  });
}

Deno.test("shouldRun() exits 0 and says why when the task is due", () => {
  const { exit, text } = asked("2026-01-08T08:30");
  assertEquals(exit, 0);
  assertEquals(
    text,
    "digest: run: now lies in the window 08:00-09:00 UTC of 2026-01-08; next opening 2026-01-09T08:00:00Z",
  );
});

Deno.test("shouldRun() exits 1 and names the next opening when the task is not due", () => {
  const { exit, text } = asked("2026-01-08T10:30");
  assertEquals(exit, 1);
  assertStringIncludes(text, "digest: skip: outside its windows");
  assertStringIncludes(text, "next opening 2026-01-09T08:00:00Z");
});

Deno.test("shouldRun() exits 1 when the state says that it ran already", () => {
  const state = '{"version": 1, "last_digest_at": "2026-01-08T08:01:00Z"}';
  assertEquals(asked("2026-01-08T08:30", { state }).exit, 1);
});

Deno.test("shouldRun() exits 0 when forced outside any window", () => {
  assertEquals(asked("2026-01-08T10:30", { forced: true }).exit, 0);
});

Deno.test("shouldRun() warns and runs when the state is damaged", () => {
  const { exit, text, json } = asked("2026-01-08T08:30", { state: '{"last_digest_at": "2026-' });
  assertEquals(exit, 0);
  assertStringIncludes(text, "\nwarning: Cannot read the state of digest");
  assert("warnings" in json);
  assertEquals(json.warnings.length, 1);
});

Deno.test("shouldRun() exits 2 with a remedy when the cadence cannot be used", () => {
  const cadence = daily({ windows: windows("8am-9am") });
  const { exit, text, json } = asked("2026-01-08T08:30", { cadence });
  assertEquals(exit, 2);
  assertStringIncludes(text, "Cannot use the cadence of digest");
  assert("code" in json);
  assertEquals(json.code, "bad-cadence");
});

Deno.test("shouldRun() adds what the verdict rests on when verbose", () => {
  const state = '{"last_occurrence": "digest@2026-01-07T08:00Z"}';
  const { text } = asked("2026-01-08T08:30", { state, verbose: true });
  assertEquals(text.split("\n").slice(1), [
    "now: 2026-01-08T08:30:00Z",
    "settles: digest@2026-01-08T08:00Z",
    "counts from: 2026-01-07T08:00:00Z",
    "late: 0 min",
  ]);
});

Deno.test("shouldRun() loads nothing but the cadence and the failure", async () => {
  const loaded = new Set<string>();
  const follow = async (url: URL): Promise<void> => {
    if (loaded.has(url.href)) return;
    loaded.add(url.href);
    const source = await Deno.readTextFile(url);
    const imports = source.matchAll(/^(?:import|export)[^;]*?from "([^"]+)"/gm);
    for (const [, specifier = ""] of imports) await follow(new URL(specifier, url));
  };
  await follow(new URL("../../lib/cli/should_run.ts", import.meta.url));
  const folders = [...loaded].map((href) => /\/lib\/(.*)$/.exec(href)?.[1]);
  for (const path of folders) {
    assert(
      ["cli/should_run.ts", "failure.ts", "report/mask.ts"].includes(path ?? "") ||
        path?.startsWith("cadence/"),
      path,
    );
  }
});
