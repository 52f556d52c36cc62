/**
 * The state files as part of a GraphQL document: whoever reads the state asks for every one of them.
 * @module
 */

/** A file of the repository, cut where GitHub hands out no more of it. */
export const FILE = `{ __typename ... on Blob { text isTruncated } }`;

/** Declarations of the variables that the state is read by. */
export const STATE_VARIABLES = `$stateRef: String!, $blockers: String!, $digest: String!,
  $handoff: String!, $triage: String!, $observation: String!`;

/** Every state file, as a field of the repository. */
export const STATE_FIELDS: string = ["blockers", "digest", "handoff", "triage", "observation"]
  .map((name) => `${name}: object(expression: $${name}) ${FILE}`).join("\n    ");
