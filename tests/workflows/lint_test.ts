import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type * as Service from "./language_service.ts";
import { ACTION, ALL, OWN_ACTION, parsed, ROOT, textOf } from "./workflows.ts";

/** Inputs of the actions of others, as their own action.yml names them. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  "actions/attest-build-provenance": ["subject-path"],
  "actions/checkout": ["persist-credentials", "ref", "fetch-depth"],
  "actions/download-artifact": ["name", "path", "pattern", "merge-multiple"],
  "actions/upload-artifact": ["name", "path", "if-no-files-found", "retention-days", "overwrite"],
  "denoland/setup-deno": ["deno-version", "deno-version-file", "cache", "cache-hash"],
};

/** Inputs of an action at a commit; none for what is neither ours nor in the table. */
async function inputsOf(action: string): Promise<readonly string[] | undefined> {
  if (!OWN_ACTION.startsWith(`${action}@`)) return INPUTS[action];
  return Object.keys(parsed(await textOf(ACTION)).inputs ?? {});
}

/** What the language service asks of an action. */
interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly inputs: Record<string, { description: string }>;
}

/** Bundles the language service, which no runtime can load as it is published, and loads it. */
async function languageService(): Promise<typeof Service> {
  const folder = await Deno.makeTempDir({ prefix: "release-ops-lint-" });
  try {
    const output = join(folder, "language_service.js");
    const entry = join(ROOT, "tests", "workflows", "language_service.ts");
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--frozen", `--output=${output}`, entry],
      cwd: ROOT,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return await import(`file://${output}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const { registerLogger, validate } = await languageService();

// The service logs what went wrong inside it and reports nothing then: that must not look clean.
const internal: string[] = [];
registerLogger({
  error: (message) => void internal.push(message),
  warn: (message) => void internal.push(message),
  info: () => {},
  log: () => {},
});

/** Everything that the language service finds, `12: words`. */
async function findings(file: string, text: string): Promise<string[]> {
  // It remembers what it parsed by address, so each text has one of its own.
  const folder = `file:///${crypto.randomUUID()}`;
  const uri = file === ACTION ? `${folder}/action.yml` : `${folder}/.github/workflows/any.yml`;
  // It asks for nothing else of a document.
  const document = { uri, getText: () => text } as Parameters<typeof validate>[0];
  const found = await validate(document, {
    actionsMetadataProvider: {
      async fetchActionMetadata({ owner, name }): Promise<Metadata | undefined> {
        const inputs = await inputsOf(`${owner}/${name}`);
        if (inputs === undefined) return undefined;
        const described = inputs.map((input) => [input, { description: input }]);
        return { name, description: name, inputs: Object.fromEntries(described) };
      },
    },
  });
  assertEquals(internal, []);
  return found.toSorted((a, b) => a.range.start.line - b.range.start.line)
    .map(({ range, message }) => `${range.start.line + 1}: ${message}`);
}

for (const file of ALL) {
  Deno.test(`the language service finds nothing in ${file}`, async () => {
    assertEquals(await findings(file, await textOf(file)), []);
  });
}

Deno.test("the language service finds what is wrong in a workflow", async () => {
  const text = await Deno.readTextFile(
    join(ROOT, "tests", "workflows", "fixtures", "broken.yml"),
  );
  assertEquals(await findings("broken.yml", text), [
    "7: Unexpected value 'bool'",
    "11: 'queue: max' cannot be combined with 'cancel-in-progress: true'.",
    "15: Unexpected value 'timeout'",
    "19: Invalid action input 'persist-credential'",
    "22: Context access might be invalid: force_digest",
    "23: Context access might be invalid: runid",
    "24: Unrecognized function: 'canceled'",
  ]);
});

Deno.test("the language service finds what is wrong in an action", async () => {
  const text = (await textOf(ACTION)).replace("      shell: bash\n", "")
    .replace("retention-days", "retention");
  assertEquals(await findings(ACTION, text), [
    "68: Required property is missing: shell",
    "94: Invalid action input 'retention'",
  ]);
});
