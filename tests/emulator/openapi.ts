/**
 * Holds requests and answers against GitHub's own OpenAPI description.
 * @module
 */

import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import description from "../data/github_openapi.json" with { type: "json" };

interface Operation {
  readonly responses: Readonly<Record<string, object | null>>;
  readonly body: object | null;
}

const operations = description.operations as Readonly<Record<string, Operation>>;

const ajv = new Ajv({ strict: false, logger: false, allErrors: true });
addFormats.default(ajv);
// Each named schema has an address of its own, so that it is compiled once for all who refer to it.
for (const [name, schema] of Object.entries(description.schemas)) {
  ajv.addSchema({ ...rebased(schema), $id: `github:${name}` });
}

const compiled = new Map<string, ValidateFunction>();

function validator(pointer: string): ValidateFunction {
  const known = compiled.get(pointer);
  if (known) return known;
  const [operation = "", part = "", status = ""] = pointer.split("|");
  const schema = part === "body"
    ? operations[operation]?.body
    : operations[operation]?.responses[status];
  const made = ajv.compile(rebased(schema ?? {}));
  compiled.set(pointer, made);
  return made;
}

/** Points references at those addresses. */
function rebased(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema).replaceAll('"#/schemas/', '"github:'),
  ) as object;
}

/**
 * Why an answer is not what GitHub's description promises for this operation; null when it is.
 * Of failures the description lists only some: the others need no more than a message.
 */
export function answerProblem(
  operation: string,
  answer: { status: number; body: unknown },
): string | null {
  const responses = operations[operation]?.responses;
  if (!responses) return `${operation} is not in the extract of GitHub's description`;
  if (answer.status >= 400 && !responses[answer.status]) {
    const { body } = answer;
    const told = typeof body === "object" && body !== null && "message" in body;
    return told ? null : `${operation} fails without a message`;
  }
  if (!(answer.status in responses)) return `${operation} never answers ${answer.status}`;
  if (!responses[answer.status]) return null;
  const validate = validator(`${operation}|answer|${answer.status}`);
  return validate(answer.body) ? null : ajv.errorsText(validate.errors);
}

/** Why a request's body is not what GitHub's description asks for; null when it is. */
export function bodyProblem(operation: string, body: unknown): string | null {
  if (!operations[operation]?.body) return null;
  const validate = validator(`${operation}|body`);
  return validate(body) ? null : ajv.errorsText(validate.errors);
}
