/**
 * Remedies: what a person can do about an answer of GitHub's that trying again does not change.
 * @module
 */

import type { AnswerError } from "./answers.ts";

/** What GitHub says, and what to do about it; the first that matches counts. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/archived/i, "Unarchive the repository, or stop running cycles for it."],
  [/issue is locked|locked/i, "Unlock the conversation of that issue, or close it."],
  [
    /issues (?:are|has been) disabled/i,
    "Switch issues on in the repository's settings, or set enable_issue_writes to false.",
  ],
  [/was deleted/i, "Nothing is left to write to: the next cycle drops it."],
  [/SAML|single sign-on|SSO/i, "Authorise the token for the organisation's single sign-on."],
  [
    /protected branch|rule violations|BRANCH_PROTECTION/i,
    "Let the token push there, or name an unprotected branch under state.branch in blockers.yml.",
  ],
];

/** What to do about a certain failure. `permission`, for example `issues: write`, is what the request needs. */
export function remedyFor(error: AnswerError, permission: string): string {
  const known = KNOWN.find(([pattern]) => pattern.test(error.message));
  if (known !== undefined) return known[1];
  const { trouble, status } = error;
  if (status === 401) {
    return "Set GITHUB_TOKEN to a valid token for this API host: this one was refused, or has expired.";
  }
  switch (trouble) {
    case "refused":
      return `Give the token the permission ${permission} (permissions: in the workflow).`;
    case "missing":
      return `Check that it still exists, and that the token has the permission ${permission}: GitHub hides what a token may not see.`;
    case "invalid":
      return "Correct what GitHub names: it comes from the policies, or from a text that they quote.";
    case "limited":
      return "The next cycle tries again; if it persists, run fewer cycles, or with a token of their own.";
    case "unsent":
    case "capped":
      return "The next cycle goes on.";
    case "barred":
      return "Run it with --allow-net for that host, or build the binary with --api-host; and check GITHUB_API_URL and GITHUB_GRAPHQL_URL.";
    case "unanswered":
    case "broken":
    case "server":
      return "Run again; if it persists, look at GitHub's status page.";
  }
}
