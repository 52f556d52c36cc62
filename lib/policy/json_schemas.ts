/**
 * JSON Schemas (draft-07) of the policies, for editors and for the reference of keys.
 * @module
 */

import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";
import { type GenericSchema, getDescription } from "valibot";
import type { PolicyName } from "./names.ts";
import { POLICY_SCHEMAS } from "./policies.ts";

/** What only the program checks, because JSON Schema cannot say it; nothing else may be left out. */
const UNSAID = ["check", "raw_check", "transform"];

/** The JSON Schema of a policy file, as text that ends with a newline. */
export function policyJsonSchema(name: PolicyName): string {
  const schema: GenericSchema = POLICY_SCHEMAS[name];
  const { $schema, ...rest } = toJsonSchema(schema, {
    target: "draft-07",
    typeMode: "input",
    ignoreActions: UNSAID,
    overrideSchema: ({ jsonSchema, valibotSchema }) =>
      withoutUnknownKeys(described(jsonSchema, valibotSchema as GenericSchema)),
  });
  const titled = {
    $schema,
    title: `${name}.yml`,
    description: `The ${name.replace("_", " ")} policy of Release Ops Orchestrator.`,
    ...rest,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

/** Name of the schema file of a policy. */
export function schemaFileName(name: PolicyName): string {
  return `${name}.schema.json`;
}

/** The converter stops at a value that is transformed and does not see its description. */
function described(jsonSchema: JsonSchema, schema: GenericSchema): JsonSchema {
  const inner = "wrapped" in schema ? schema.wrapped as GenericSchema : schema;
  const description = jsonSchema.description ?? getDescription(inner);
  return description === undefined ? jsonSchema : { ...jsonSchema, description };
}

/** Unknown keys have no effect and cause a warning: an editor should mark them. */
function withoutUnknownKeys(schema: JsonSchema): JsonSchema {
  return schema.properties === undefined ? schema : { ...schema, additionalProperties: false };
}
