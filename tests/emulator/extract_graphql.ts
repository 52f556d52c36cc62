/**
 * Writes `tests/data/github_schema.graphql`: GitHub's published GraphQL schema without its descriptions,
 * which is a quarter of the size and reads in a tenth of a second.
 *
 * Run it with `deno run -A tests/emulator/extract_graphql.ts` when the version below moves; it needs npm.
 * @module
 */

import { type ASTNode, Kind, parse, print, visit } from "graphql";
import { fileFromNpm } from "./npm_file.ts";

const PACKAGE = "@octokit/graphql-schema@15.26.1";

/** The schema's text without descriptions and without directives other than `@deprecated`. */
export function withoutDescriptions(sdl: string): string {
  const stripped = visit(parse(sdl, { noLocation: true }), {
    enter(node): ASTNode | null | undefined {
      if (node.kind === Kind.DIRECTIVE && node.name.value !== "deprecated") return null;
      if ("description" in node && node.description) return { ...node, description: undefined };
      return undefined;
    },
  });
  return print(stripped).replaceAll("\n\n", "\n") + "\n";
}

if (import.meta.main) {
  const sdl = await fileFromNpm(PACKAGE, "schema.graphql");
  const target = new URL("../data/github_schema.graphql", import.meta.url);
  await Deno.writeTextFile(target, `# Extracted from ${PACKAGE}.\n` + withoutDescriptions(sdl));
}
