import { join } from "@std/path";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { program } from "../../lib/cli/program.ts";
import { chooseTemplates } from "../../lib/cli/templates.ts";
import { Failure } from "../../lib/failure.ts";
import { renderHtml, useTemplates } from "../../lib/report/templates.ts";
import { steps } from "../../main.ts";

/** Runs the demo with a folder of templates, and tells what it left. */
async function demo(
  templates: Readonly<Record<string, string>>,
): Promise<{ exit: number; err: string; files: Record<string, string>; folder: string }> {
  const root = await Deno.makeTempDir();
  try {
    const folder = join(root, "mine");
    await Deno.mkdir(folder);
    for (const [name, text] of Object.entries(templates)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    let err = "";
    const exit = await program(["demo", "--out", join(root, "out"), "--templates", folder], {
      env: () => undefined,
      out: () => {},
      err: (text) => void (err += text),
      now: () => Temporal.Instant.from("2026-01-08T08:15:00Z"),
      clock: () => 0,
      wait: () => Promise.resolve(),
      version: "0.0.0-test",
      steps,
    });
    const files: Record<string, string> = {};
    for (const name of ["index.html", "oncall_handoff.md", "cycle.json"]) {
      try {
        files[name] = await Deno.readTextFile(join(root, "out/release-ops-cycle-demo", name));
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    return { exit, err, files, folder };
  } finally {
    useTemplates(null);
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("--templates renders with a person's own templates, the others as shipped", async () => {
  const { exit, files } = await demo({ "handoff.md.eta": "# Ours\n\n<%= it.from %>\n" });
  assertEquals(exit, 0);
  assertStringIncludes(files["oncall_handoff.md"] ?? "", "# Ours\n\n");
  assertStringIncludes(files["index.html"] ?? "", "Who owns what");
});

Deno.test("--templates ends with exit 2 and writes nothing when a template is broken", async () => {
  const { exit, err, files, folder } = await demo({ "index.html.eta": "<main>\n<%= it.( %>\n" });
  assertEquals(exit, 2);
  assertEquals(files, {});
  const lines = err.trim().split("\n");
  assertEquals(lines.length, 2, err);
  assertStringIncludes(
    lines[0] ?? "",
    `release-ops: Cannot use the template ${folder}/index.html.eta, line 2: `,
  );
});

Deno.test("--templates warns about a file that is no template and names the nearest", async () => {
  const { exit, err } = await demo({ "handof.md.eta": "x" });
  assertEquals(exit, 0);
  assertStringIncludes(err, '"handof.md.eta" in ');
  assertStringIncludes(err, "did you mean handoff.md.eta?");
});

Deno.test("--templates that fails while it renders fails its step, and the report says file and line", async () => {
  const { exit, files, folder } = await demo({
    "handoff.md.eta": "# Ours\n<%= it.no.such.thing %>\n",
    "not_generated.md.eta": "<%= it.nor.this %>",
  });
  assertEquals(exit, 1);
  const step = JSON.parse(files["cycle.json"] ?? "{}").steps.find((
    { name }: { name: string },
  ) => name === "handoff");
  assertEquals(step.outcome, "failed");
  assertStringIncludes(step.summary, `Cannot use the template ${folder}/handoff.md.eta, line 2: `);
  assertStringIncludes(files["oncall_handoff.md"] ?? "", "**Not generated:**");
});

Deno.test("chooseTemplates() names the folder when it cannot be read", async () => {
  const error = await assertRejects(() => chooseTemplates("/no/such/folder", () => {}), Failure);
  assertStringIncludes(error.message, 'Cannot read the templates: the value is "/no/such/folder"');
  assertEquals(error.exit, 2);
});

Deno.test("chooseTemplates() goes back to the shipped ones when no folder is given", async () => {
  const view = { text: "x", url: null };
  await chooseTemplates(null, () => {});
  assertStringIncludes(renderHtml("linked", view), "<bdi>x</bdi>");
});
