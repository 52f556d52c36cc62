import { join } from "@std/path";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { tryIssueTemplates } from "../../lib/cli/template_trial.ts";
import { chooseTemplates } from "../../lib/cli/templates.ts";
import { Failure } from "../../lib/failure.ts";
import { TEMPLATE_NAMES, useTemplates } from "../../lib/report/templates.ts";

const NAMES = TEMPLATE_NAMES.filter((name) => /^(?:issue|comment)_/.test(name));

Deno.test("tryIssueTemplates() renders what is shipped", () => {
  tryIssueTemplates();
  assert(NAMES.length >= 8, NAMES.join(" "));
});

const FAILS = "<%= it.no.such.thing %>";
const BROKEN = [
  ...NAMES.map((name) => [name, FAILS] as const),
  ...[
    ["issue_status.md.eta", "it.check === null"],
    ["issue_status.md.eta", 'it.category === "missing"'],
    ["issue_status.md.eta", 'it.next && it.route.team === "core"'],
    ["issue_status.md.eta", "it.level && !it.next"],
    ["issue_cleared.md.eta", "it.closed"],
    ["issue_cleared.md.eta", "!it.closed && !it.closes"],
    ["comment_cleared.md.eta", "it.closes"],
    ["comment_routed.md.eta", "it.matched === null"],
    ["comment_routed.md.eta", "it.team && it.labels && it.assignees"],
    ["comment_escalated.md.eta", "it.next === null"],
  ].map(([name = "", branch]) => [name, `<% if (${branch}) { %>${FAILS}<% } %>`] as const),
];

for (const [name, source] of BROKEN) {
  Deno.test(`chooseTemplates() refuses ${name} before anything is written when it fails as in ${source}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(join(folder, name), `Ours\n\n${source}\n`);
      const error = await assertRejects(() => chooseTemplates(folder, () => {}), Failure);
      assertStringIncludes(error.message, `Cannot use the template ${folder}/${name}, line 3: `);
      assertEquals(error.exit, 2);
    } finally {
      useTemplates(null);
      await Deno.remove(folder, { recursive: true });
    }
  });
}
