import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Failure } from "../../lib/failure.ts";
import { problemLine } from "../../lib/cli/check.ts";
import { loadPolicies } from "../../lib/policy/load.ts";
import { POLICY_NAMES } from "../../lib/policy/names.ts";
import { readPolicyFolder } from "../../lib/policy/read_folder.ts";

async function inFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  look: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    await look(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("readPolicyFolder() gives the embedded policies for null, and they are valid", async () => {
  const files = await readPolicyFolder(null);
  assertEquals(files.map(({ name }) => name), POLICY_NAMES.map((name) => `${name}.yml`));
  const reading = loadPolicies(files);
  assertEquals(reading.problems, []);
  assertEquals(reading.sources.required_checks, "required_checks.yml (embedded)");
});

Deno.test("readPolicyFolder() reads policies under every name and nothing else", async () => {
  const files = {
    "required_checks.yml": "a",
    "ONCALL_HANDOFF_POLICY.yaml": "b",
    "notes.md": "c",
    "other.yml": "d",
    "digets.yml": "e",
  };
  await inFolder(files, async (folder) => {
    await Deno.mkdir(`${folder}/digest.yml`);
    assertEquals(await readPolicyFolder(folder), [
      {
        name: "ONCALL_HANDOFF_POLICY.yaml",
        text: "b",
        shown: `${folder}/ONCALL_HANDOFF_POLICY.yaml`,
      },
      // Its text is nobody's business: only its name is, which looks misspelt.
      { name: "digets.yml", text: "", shown: `${folder}/digets.yml` },
      { name: "required_checks.yml", text: "a", shown: `${folder}/required_checks.yml` },
    ]);
  });
});

Deno.test("readPolicyFolder() reads no more of a huge file than shows that it is too large", async () => {
  for (const content of ["x".repeat(2 * 1024 * 1024), "é".repeat(1024 * 1024)]) {
    await inFolder({ "required_checks.yml": content }, async (folder) => {
      const files = await readPolicyFolder(folder);
      assertEquals(files[0] !== undefined && files[0].text.length <= 256 * 1024 + 1, true);
      const [problem] = loadPolicies(files).problems;
      assertStringIncludes(
        problem === undefined ? "" : problemLine(problem),
        "the file is too large",
      );
    });
  }
});

Deno.test("readPolicyFolder() refuses a folder that is not there, with a remedy and exit 2", async () => {
  const failure = await assertRejects(() => readPolicyFolder("/nonexistent/policies"), Failure);
  assertEquals([failure.code, failure.exit], ["unreadable-policies", 2]);
  assertStringIncludes(failure.message, "/nonexistent/policies");
  assertStringIncludes(failure.remedy, "--policies");
});

Deno.test("readPolicyFolder() refuses a file that is not UTF-8", async () => {
  await inFolder({ "digest.yml": new Uint8Array([0xff, 0xfe]) }, async (folder) => {
    const failure = await assertRejects(() => readPolicyFolder(folder), Failure);
    assertStringIncludes(failure.message, "digest.yml is not readable");
  });
});
