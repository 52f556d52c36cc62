/**
 * The doctor's GraphQL documents.
 * @module
 */

import { STATE_FIELDS, STATE_VARIABLES } from "../github/state_fields.ts";

/** What GitHub tells of a branch's protection to those who do not administer it, and of rulesets. */
const PROTECTION = `
fragment Protection on Ref {
  refUpdateRule { viewerCanPush requiredApprovingReviewCount requiredStatusCheckContexts }
  rules(first: 100) { nodes { type } }
}`;

/** The repository, its labels, the state and its branch, and the newest commits. */
export const DIAGNOSIS = `
query Diagnosis(
  $owner: String!, $name: String!,
  ${STATE_VARIABLES}
) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    nameWithOwner isArchived hasIssuesEnabled viewerPermission
    defaultBranchRef {
      name
      target { oid ... on Commit { history(first: 20) { nodes { id oid } } } }
      ...Protection
    }
    stateRef: ref(qualifiedName: $stateRef) { name target { oid } ...Protection }
    labels(first: 100) { pageInfo { hasNextPage endCursor } nodes { name } }
    ${STATE_FIELDS}
  }
}
${PROTECTION}`;

/** A further page of labels. */
export const LABEL_PAGE = `
query LabelPage($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    labels(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { name } }
  }
}`;
