/**
 * Writes `tests/data/github_openapi.json`: from GitHub's OpenAPI description, only the operations that
 * the emulator serves, with the schemas they need, without descriptions and examples, and with
 * OpenAPI 3.0's `nullable` written as JSON Schema understands it.
 *
 * Run it with `deno run -A tests/emulator/extract_openapi.ts` when the version below moves; it needs npm.
 * @module
 */

import { fileFromNpm } from "./npm_file.ts";

const PACKAGE = "@octokit/openapi@23.0.2";

/** Every operation that the emulator serves, as `METHOD path` in GitHub's description. */
const OPERATIONS = [
  "GET /rate_limit",
  "GET /user",
  "GET /repos/{owner}/{repo}",
  "GET /repos/{owner}/{repo}/installation",
  "POST /app/installations/{installation_id}/access_tokens",
  "GET /repos/{owner}/{repo}/compare/{basehead}",
  "GET /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/issues",
  "GET /repos/{owner}/{repo}/issues/{issue_number}",
  "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees",
  "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees",
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "GET /repos/{owner}/{repo}/labels",
  "POST /repos/{owner}/{repo}/labels",
  "GET /repos/{owner}/{repo}/labels/{name}",
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const DROPPED = new Set(["description", "example", "examples", "title", "deprecated"]);

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/**
 * A schema as JSON Schema: annotations dropped, references renamed to `#/schemas/…`, `nullable`
 * turned into a choice with null. `named` is true inside `properties`, where keys are not keywords.
 */
export function cleaned(value: Json, named = false): Json {
  if (Array.isArray(value)) return value.map((each) => cleaned(each));
  if (typeof value !== "object" || value === null) return value;
  const result: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (!named && (DROPPED.has(key) || key.startsWith("x-") || key === "nullable")) continue;
    result[key] = key === "$ref" && typeof inner === "string"
      ? inner.replace("#/components/schemas/", "#/schemas/")
      : key === "enum" && !named
      ? inner
      : cleaned(inner, key === "properties" && !named);
  }
  return !named && value.nullable === true ? { anyOf: [{ type: "null" }, result] } : result;
}

function schemaOf(content: Json | undefined): Json {
  const json = objectOf(objectOf(content)["application/json"]);
  return json.schema === undefined ? null : cleaned(json.schema);
}

function referencesOf(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) { for (const each of value) referencesOf(each, found); }
  else if (typeof value === "object" && value !== null) {
    const target = value.$ref;
    if (typeof target === "string") found.add(target.replace("#/schemas/", ""));
    for (const inner of Object.values(value)) referencesOf(inner, found);
  }
}

/** The extract: operations with the schemas of their answers by status, and of their bodies. */
export function extractOpenapi(description: JsonObject, operations: readonly string[]): JsonObject {
  const components = objectOf(description.components);
  const paths = objectOf(description.paths);
  const result: JsonObject = {};
  for (const operation of operations) {
    const [method = "", path = ""] = operation.split(" ");
    const found = objectOf(objectOf(paths[path])[method.toLowerCase()]);
    if (Object.keys(found).length === 0) {
      throw new Error(`Cannot find ${operation} in the description`);
    }
    const responses: JsonObject = {};
    for (const [status, response] of Object.entries(objectOf(found.responses))) {
      const name = String(objectOf(response).$ref ?? "").replace("#/components/responses/", "");
      const full = name ? objectOf(objectOf(components.responses)[name]) : objectOf(response);
      responses[status] = schemaOf(full.content);
    }
    result[operation] = { responses, body: schemaOf(objectOf(found.requestBody).content) };
  }
  const schemas: JsonObject = {};
  const queue = new Set<string>();
  referencesOf(result, queue);
  for (const name of queue) {
    schemas[name] = cleaned(objectOf(components.schemas)[name] ?? {});
    referencesOf(schemas[name], queue);
  }
  return { operations: result, schemas };
}

if (import.meta.main) {
  const text = await fileFromNpm(PACKAGE, "generated/api.github.com.json");
  const extract = extractOpenapi(JSON.parse(text) as JsonObject, OPERATIONS);
  const target = new URL("../data/github_openapi.json", import.meta.url);
  await Deno.writeTextFile(target, JSON.stringify({ extracted_from: PACKAGE, ...extract }) + "\n");
}
