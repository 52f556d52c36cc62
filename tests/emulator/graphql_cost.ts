/**
 * What a GraphQL call costs and how many nodes it may return, by the formulas of GitHub's
 * documentation, estimated from the document and its variables before anything runs.
 * @module
 */

import { getNamedType, isAbstractType, isInterfaceType, isObjectType, Kind } from "graphql";
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from "graphql";

/** GitHub refuses calls that could return more nodes than this. */
export const MAX_NODES = 500_000;

/** The estimate of one call. */
export interface Cost {
  /** Points taken from the hourly budget: requests for all connections / 100, rounded, at least 1. */
  readonly points: number;
  /** The most nodes that the answer can hold. */
  readonly nodes: number;
}

/** What an estimate needs to know. */
export interface CostOptions {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Estimates the cost of one operation of a valid document. */
export function costOf(document: DocumentNode, options: CostOptions): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  let requests = 0;
  let nodes = 0;

  function walk(
    set: SelectionSetNode,
    of: { type: GraphQLNamedType | undefined; times: number },
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        field(selection, of);
        continue;
      }
      const inner = selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : fragments.get(selection.name.value);
      if (!inner) continue;
      const condition = inner.typeCondition?.name.value;
      const type = condition === undefined ? of.type : options.schema.getType(condition);
      walk(inner.selectionSet, { type, times: of.times });
    }
  }

  function field(node: FieldNode, of: { type: GraphQLNamedType | undefined; times: number }): void {
    if (!node.selectionSet || !(isObjectType(of.type) || isInterfaceType(of.type))) return;
    const declared = of.type.getFields()[node.name.value];
    if (!declared) return;
    const type = getNamedType(declared.type);
    let times = of.times;
    if (type.name.endsWith("Connection") && !isAbstractType(type)) {
      const size = numberOf(node, ["first", "last"]);
      requests += of.times;
      times *= size;
      nodes += times;
    } else if (node.name.value === "nodes" && of.type === options.schema.getQueryType()) {
      times *= numberOf(node, ["ids"]);
    }
    walk(node.selectionSet, { type, times });
  }

  function numberOf(node: FieldNode, names: readonly string[]): number {
    const argument = node.arguments?.find((each) => names.includes(each.name.value));
    const value = argument?.value;
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind === Kind.LIST) return value.values.length;
    if (value?.kind !== Kind.VARIABLE) return 1;
    const given = options.variables[value.name.value];
    return Array.isArray(given) ? given.length : typeof given === "number" ? given : 1;
  }

  const { operation, schema } = options;
  const root = operation.operation === "mutation"
    ? schema.getMutationType()
    : schema.getQueryType();
  walk(operation.selectionSet, { type: root ?? undefined, times: 1 });
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}
