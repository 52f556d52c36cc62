/**
 * What `${{ … }}` becomes: evaluated by GitHub's own evaluator of expressions.
 * @module
 */

import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** A value of a context. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | { readonly [name: string]: Value };

/** What expressions may name: `github`, `inputs`, …; what a context lacks is null, as on GitHub. */
export type Contexts = Readonly<Record<string, { readonly [name: string]: Value }>>;

const FUNCTIONS = [{ name: "cancelled", minArgs: 0, maxArgs: 0 }];

/** The text with every expression in it evaluated. */
export function filledIn(text: string, contexts: Contexts): string {
  return text.replaceAll(
    /\$\{\{(.*?)\}\}/gs,
    (_, expression: string) => evaluated(expression, contexts).coerceString(),
  );
}

/** Whether an `if` holds, of a job or a step that nobody cancelled. */
export function holds(condition: string, contexts: Contexts): boolean {
  const bare = condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, "$1");
  return evaluated(`(${bare}) && true`, contexts).coerceString() === "true";
}

function evaluated(expression: string, contexts: Contexts): data.ExpressionData {
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), FUNCTIONS).parse();
  const cancelled = { ...FUNCTIONS[0]!, call: () => new data.BooleanData(false) };
  return new Evaluator(tree, dictionary(contexts), new Map([["cancelled", cancelled]])).evaluate();
}

function dictionary(values: { readonly [name: string]: Value }): data.Dictionary {
  return new data.Dictionary(
    ...Object.entries(values).map(([key, value]) => ({ key, value: expressionData(value) })),
  );
}

function expressionData(value: Value): data.ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  return dictionary(value);
}
