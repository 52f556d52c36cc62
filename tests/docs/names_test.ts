import { assert, assertEquals } from "@std/assert";
import { namesOf } from "./names.ts";
import { pageOf, pages, spansOf } from "./pages.ts";
import { sourceText } from "./source.ts";
import { unknownNames } from "./spans.ts";

const all = await pages();
const names = await namesOf(all);
const everything = all.map(({ text }) => text).join("\n");
/** Code of all pages: what a reader can copy. */
const code = all.flatMap(({ spans, blocks }) => [...spans, ...blocks.map(({ text }) => text)]).join(
  "\n",
);

function isTold(name: string): boolean {
  return new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`).test(code);
}

for (const page of all) {
  Deno.test(`every flag, variable, key, field, file and name in ${page.path} exists`, async () => {
    assertEquals(await unknownNames(page, names), []);
  });
}

Deno.test("a name that does not exist is found", async () => {
  const wrong = [
    ...[
      "--dry-runs",
      "GITHUB_TOKENS",
      "FORCE_DIGESTS=true",
      "auto_closes",
      "resolution.auto_closes",
    ],
    ...[
      "policies/nothing.yml",
      "dashboards.json",
      "docs/nothing/",
      "candidates[].name",
      "green_cycle",
    ],
    ...["scripts/release/should_run_task.sh"],
  ];
  const page = pageOf("docs/x.md", wrong.map((name) => `\`${name}\``).join(" "));
  const found = await unknownNames(page, names);
  assertEquals(found.map((line) => line.split(": ")[1]), wrong);
});

Deno.test("names that exist are not found wanting", async () => {
  const right = [
    ...["--dry-run", "--no-dry-run", "--enable-routing=false", "GITHUB_TOKEN", "auto_close"],
    ...["resolution.auto_close", "escalation.resolution.auto_close", "enabled: false", "dry_run"],
    ...["policies/digest.yml", "dashboard.json", "candidates[].tag", "state-before/", "main.ts"],
  ];
  const page = pageOf("docs/x.md", right.map((name) => `\`${name}\``).join(" "));
  assertEquals(await unknownNames(page, names), []);
});

Deno.test("every flag, variable, input, step, outcome and task is told somewhere", () => {
  const own = (flag: string): boolean => !flag.startsWith("--no-");
  const groups = {
    flags: [...names.flags].filter(own),
    variables: [...names.variables],
    inputs: [...names.inputs],
    steps: [...names.steps],
    outcomes: [...names.outcomes],
    tasks: names.tasks.map((task) => `deno task ${task}`),
    files: [...names.files],
  };
  for (const [what, list] of Object.entries(groups)) {
    assert(list.length > 4, what);
    assertEquals(list.filter((name) => !isTold(name)), [], what);
  }
});

Deno.test("what no page tells is found", () => {
  for (const name of ["--nothing", "NO_SUCH_VARIABLE", "deno task nothing"]) {
    assertEquals(isTold(name), false);
  }
});

/** Texts of the log that a page explains: first column of the tables of that title. */
function explained(): string[] {
  const page = all.find(({ path }) => path === "docs/operating.md");
  return (page?.tables ?? []).filter(({ head }) => head[0] === "the log says")
    .flatMap(({ rows }) => rows.flatMap(([first = ""]) => spansOf(first).slice(0, 1)));
}

/** Parts of a text that no source has; `…` stands for what varies. */
function unsaid(text: string, source: string): string[] {
  return text.split("…").map((part) => part.trim()).filter((part) =>
    part.length > 3 && !source.includes(part)
  );
}

Deno.test("every text of the log that is explained is one that the program says", async () => {
  const source = await sourceText();
  const texts = explained();
  assert(texts.length > 20, `only ${texts.length} are explained`);
  assertEquals(texts.flatMap((text) => unsaid(text, source)), []);
  assertEquals(unsaid("Nothing of the kind … is ever said", source).length, 2);
});

Deno.test("the warning of every step is explained", async () => {
  const { steps } = await import("../../main.ts");
  const texts = explained();
  const missing = (await steps()).map(({ warning }) => warning).filter((it) => !texts.includes(it));
  assertEquals(missing, []);
});

Deno.test("no page speaks of anything but the project", () => {
  const foreign = /\.\.\/shared|\/work\/|DESIGN\.md|FACTS\.md|jsr\.io|npmjs|deno\.land/.exec(
    everything,
  );
  assertEquals(foreign, null);
});
