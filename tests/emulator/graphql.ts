/**
 * The GraphQL endpoint: GitHub's published schema, executed over the world.
 * @module
 */

import { buildSchema, defaultFieldResolver, execute, getOperationAST, Kind, parse } from "graphql";
import { specifiedRules, validate } from "graphql";
import type { DocumentNode, GraphQLError, GraphQLResolveInfo, GraphQLSchema } from "graphql";
import schemaText from "../data/github_schema.graphql" with { type: "text" };
import { costOf, MAX_NODES } from "./graphql_cost.ts";
import type { Realm } from "./graphql_objects.ts";
import { HubError } from "./graphql_pages.ts";
import { rootObject } from "./graphql_roots.ts";

/** What a client sends. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** What a document is, before it runs. */
export interface GraphqlPlan {
  readonly document: DocumentNode | null;
  readonly operation: string | null;
  readonly write: boolean;
  readonly points: number;
  /** Errors that stop the document from running, as GitHub sends them. */
  readonly errors: readonly object[];
}

let builtSchema: GraphQLSchema | undefined;

/** GitHub's schema, built on first use. */
export function githubSchema(): GraphQLSchema {
  return builtSchema ??= buildSchema(schemaText, { assumeValid: true, noLocation: true });
}

/** Documents are parsed and validated once per text. */
const checked = new Map<string, { document: DocumentNode | null; errors: readonly object[] }>();

function check(query: string): { document: DocumentNode | null; errors: readonly object[] } {
  const known = checked.get(query);
  if (known) return known;
  let result: { document: DocumentNode | null; errors: readonly object[] };
  try {
    const document = parse(query);
    result = { document, errors: validate(githubSchema(), document, specifiedRules).map(shape) };
  } catch (error) {
    result = { document: null, errors: [{ message: (error as Error).message }] };
  }
  checked.set(query, result);
  return result;
}

/** Looks at a request without running it: its operation, whether it writes, its points, its errors. */
export function planGraphql(request: GraphqlRequest): GraphqlPlan {
  const { document, errors } = check(request.query);
  const ast = document && getOperationAST(document, request.operationName);
  const refused = { document: null, operation: ast?.name?.value ?? null, write: false, points: 1 };
  if (!document || errors.length > 0) return { ...refused, errors };
  if (!ast) return { ...refused, errors: [{ message: "An operation name is required" }] };
  const variables = { ...defaults(ast), ...request.variables };
  const cost = costOf(document, { schema: githubSchema(), operation: ast, variables });
  const tooMany = cost.nodes > MAX_NODES
    ? [{
      type: "MAX_NODE_LIMIT_EXCEEDED",
      message:
        `This query requests up to ${cost.nodes} possible nodes which exceeds the maximum limit of ${MAX_NODES}.`,
    }]
    : [];
  return {
    document,
    operation: ast.name?.value ?? null,
    write: ast.operation === "mutation",
    points: cost.points,
    errors: tooMany,
  };
}

function defaults(
  operation: NonNullable<ReturnType<typeof getOperationAST>>,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) found[variable.name.value] = Number(defaultValue.value);
  }
  return found;
}

/** Runs a planned request over a world. Errors in fields come with the data that could be resolved. */
export async function runGraphql(
  request: GraphqlRequest,
  options: { plan: GraphqlPlan; realm: Realm },
): Promise<{ data?: unknown; errors?: readonly object[] }> {
  const { plan, realm } = options;
  if (!plan.document || plan.errors.length > 0) return { errors: plan.errors };
  const result = await execute({
    schema: githubSchema(),
    document: plan.document,
    rootValue: rootObject(realm),
    variableValues: { ...request.variables },
    operationName: request.operationName ?? undefined,
    fieldResolver: resolveModelled,
  });
  if (!result.errors) return { data: result.data };
  return { data: result.data ?? null, errors: result.errors.map(shape) };
}

/** Like the default, but a field that the world's object lacks is an error instead of null. */
function resolveModelled(
  source: unknown,
  args: Record<string, unknown>,
  context: unknown,
  info: GraphQLResolveInfo,
): unknown {
  if (typeof source === "object" && source !== null && info.fieldName in source) {
    return defaultFieldResolver(source, args, context, info);
  }
  const field = `${info.parentType.name}.${info.fieldName}`;
  throw new HubError("NOT_MODELLED", `emulator: field ${field} is not modelled`);
}

/** An error as GitHub writes it: `type` first, then path, locations and message. */
function shape(error: GraphQLError): object {
  const original = error.originalError ?? error;
  const type = original instanceof HubError ? original.type : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.locations === undefined ? {} : { locations: error.locations }),
    message: error.message,
  };
}
