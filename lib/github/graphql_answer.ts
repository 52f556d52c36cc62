/**
 * What is wrong with answers that call themselves a success: cut short, no JSON, or GraphQL with errors.
 * @module
 */

import {
  type AnswerError,
  brokenAnswer,
  graphqlError,
  type GraphqlProblem,
  type Headers,
} from "./answers.ts";
import type { Mask } from "../report/mask.ts";

/** The value of a body that should be JSON; null when it is not, or when the connection broke inside it. */
export async function jsonOf(body: ReadableStream<Uint8Array> | ""): Promise<unknown> {
  try {
    return JSON.parse(await new Response(body).text());
  } catch {
    return null;
  }
}

/** What is wrong with an answer of status 2xx, whose data is {@linkcode jsonOf} its body; null when nothing is. */
export function wrongIn(
  { data, headers }: { data: unknown; headers: object },
  { graphql, write, mask }: { graphql: boolean; write: boolean; mask: Mask },
): AnswerError | null {
  if (typeof data !== "object" || data === null) {
    return brokenAnswer("is not JSON, or was cut short");
  }
  if (!graphql) return null;
  const problems = problemsOf(data, mask);
  if (!("data" in data) && problems.length === 0) {
    return brokenAnswer("has neither data nor errors");
  }
  const errors = problems.map((each) => graphqlError(each, { headers: headers as Headers }));
  const passing = errors.find(({ trouble }) => trouble === "limited") ??
    errors.find(({ trouble }) => trouble === "server");
  // A mutation that was limited did nothing; with any other problem its caller knows best.
  return write && passing?.trouble !== "limited" ? null : passing ?? null;
}

/** The errors of a GraphQL answer. */
export function problemsOf(data: unknown, mask: Mask): GraphqlProblem[] {
  const { errors } = data as { errors?: unknown };
  if (!Array.isArray(errors)) return [];
  return errors.map((error) => {
    const { type, message, path } = (error ?? {}) as Record<string, unknown>;
    return {
      ...typeof type === "string" ? { type } : {},
      ...Array.isArray(path) ? { path } : {},
      message: mask(typeof message === "string" ? message : "an error without a message"),
    };
  });
}
