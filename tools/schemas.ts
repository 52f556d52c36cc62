/**
 * Writes `policies/schemas/` and the page `docs/policies.md`: run `deno task schemas` after a change of
 * a policy's keys.
 * @module
 */

import { ensureDir } from "@std/fs/ensure-dir";
import { policyJsonSchema, schemaFileName } from "../lib/policy/json_schemas.ts";
import { POLICY_NAMES } from "../lib/policy/names.ts";
import { policyReference } from "../lib/policy/reference_page.ts";

if (import.meta.main) {
  const folder = new URL("../policies/schemas/", import.meta.url);
  await ensureDir(folder);
  for (const name of POLICY_NAMES) {
    await Deno.writeTextFile(new URL(schemaFileName(name), folder), policyJsonSchema(name));
  }
  await Deno.writeTextFile(new URL("../docs/policies.md", import.meta.url), policyReference());
}
