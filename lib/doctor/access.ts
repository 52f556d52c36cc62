/**
 * Judges how GitHub receives us: the token, the repository, and what the one may do in the other.
 * @module
 */

import { stamp } from "../report/age.ts";
import type { Examined, Facts, Greeting, Wanted } from "./facts.ts";
import { fail, type Finding, info, ok, warn } from "./finding.ts";

/** Roles that may label, assign and edit issues; GitHub's documentation on repository roles. */
const TRIAGES: readonly string[] = ["TRIAGE", "WRITE", "MAINTAIN", "ADMIN"];
/** Roles that may push. */
const WRITES: readonly string[] = ["WRITE", "MAINTAIN", "ADMIN"];
/** Days before its end in which a token wants to be renewed. */
const RENEWAL_DAYS = 7;
/** Permissions that a cycle reads with. */
const READING = "contents, issues, checks, statuses and actions: read";

/** Is there a token, and is it valid? */
export function tokenFinding({ identity, greeting, refused }: Facts): Finding {
  if (identity === null) {
    return fail(
      "token",
      refused === null ? "There is none." : `${refused.why}.`,
      refused?.remedy ??
        "Set GITHUB_TOKEN or GH_TOKEN, GITHUB_TOKEN_FILE, or a GitHub App; in a workflow: " +
          "GITHUB_TOKEN: ${{ github.token }}.",
    );
  }
  if (refused?.kind === "token") {
    return fail(
      "token",
      `GitHub refuses it: ${refused.why}.`,
      "Set GITHUB_TOKEN to a valid token for this API host: this one was refused, or has expired.",
    );
  }
  if (greeting === null) {
    return fail(
      "token",
      `GitHub cannot be asked: ${refused?.why ?? "no answer"}.`,
      "Check the network, GITHUB_API_URL and GITHUB_GRAPHQL_URL, then run the doctor again.",
    );
  }
  const { expires_at, server_time, our_time } = greeting;
  // An app's token is asked for anew each time: that it ends soon is as it should be.
  if (expires_at === null || identity.granted !== null) {
    return ok("token", `${identity.name}: GitHub accepts it.`);
  }
  const days = Temporal.Instant.from(expires_at).since(server_time ?? our_time).total("hours") / 24;
  const what = `${identity.name}: GitHub accepts it until ${stamp(expires_at)}.`;
  return days > RENEWAL_DAYS ? ok("token", what) : warn(
    "token",
    what,
    "Renew it in the settings of its owner, and replace it where cycles run.",
  );
}

/** Is the repository one that a cycle can run for? Null when GitHub does not even take the token. */
export function repositoryFinding({ wanted, greeting, examined, refused }: Facts): Finding | null {
  if (greeting === null) return null;
  if (examined === null) {
    const missing = refused?.kind === "repository";
    return fail(
      "repository",
      missing
        ? `${wanted.repository} is not found.`
        : `${wanted.repository} cannot be read: ${refused?.why ?? "no answer"}.`,
      missing
        ? "Check the name, and that the token may read it (contents: read): GitHub hides what a token may not see."
        : "Run the doctor again; if it persists, look at GitHub's status page.",
    );
  }
  if (examined.archived) {
    return fail(
      "repository",
      `${examined.full_name} is archived.`,
      "Unarchive it, or stop running cycles for it.",
    );
  }
  if (examined.default_branch === "") {
    return fail(
      "repository",
      `${examined.full_name} has no commits.`,
      "Push a first commit.",
    );
  }
  if (!examined.issues_enabled && wanted.issue_writes) {
    return fail(
      "repository",
      `${examined.full_name} has issues switched off, and blockers are issues.`,
      "Switch issues on in the repository's settings, or set enable_issue_writes to false.",
    );
  }
  return ok(
    "repository",
    `${examined.full_name}, its default branch is ${examined.default_branch}.`,
  );
}

/**
 * May the token do what a cycle does? Reading is told by having read. Writing is told by the account's
 * role, and for classic tokens by their scopes; an app is given its token with the permissions it asked
 * for, or none. Those of workflow and fine-grained tokens GitHub does not tell anybody, nor do we.
 */
export function permissionFindings(facts: Facts): Finding[] {
  const { greeting, examined, wanted, identity } = facts;
  if (greeting === null || examined === null) return [];
  const writing = writesOf(wanted).map(({ name, permission, roles }) =>
    identity?.granted?.[name] === "write"
      ? ok(`${name} permission`, `GitHub gave the app's token ${permission}.`)
      : writeFinding({ name: `${name} permission`, permission, roles }, { greeting, examined })
  );
  return [readFinding(examined), ...writing];
}

function readFinding({ gaps }: Examined): Finding {
  const [first, ...others] = gaps;
  if (first === undefined) return ok("read permission", "Everything a cycle reads was read.");
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  return fail(
    "read permission",
    `Cannot read ${first.what}: ${first.why}${more}.`,
    `Give the token the permissions ${READING}.`,
  );
}

/** A permission, and the roles that bring it along. */
interface Write {
  readonly name: string;
  readonly permission: string;
  readonly roles: readonly string[];
}

function writesOf(wanted: Wanted): Write[] {
  if (!wanted.issue_writes) return [];
  const also = [
    ...wanted.routing ? ["routing"] : [],
    ...wanted.escalation ? ["escalation"] : [],
  ];
  const steps = ["raising", ...also].join(", ");
  return [
    // Creating a label, which a first cycle does, takes more than the triage role.
    { name: "issues", permission: `issues: write (for ${steps})`, roles: WRITES },
    ...wanted.commit_state
      ? [{
        name: "contents",
        permission: "contents: write (for the state commit)",
        roles: WRITES,
      }]
      : [],
  ];
}

function writeFinding(
  { name, permission, roles }: Write,
  { greeting, examined }: { greeting: Greeting; examined: Examined },
): Finding {
  const installation = examined.viewer.endsWith("[bot]");
  const role = examined.permission;
  if (!installation && role !== null && !roles.includes(role)) {
    const labels = TRIAGES.includes(role) ? ", which may not create labels or push" : "";
    return fail(
      name,
      `${examined.viewer} has the role ${role.toLowerCase()} here${labels}; needed is ${permission}.`,
      `Give the account the role write, or use a token that has ${permission}.`,
    );
  }
  if (!installation && role !== null && greeting.scopes !== null) {
    const { scopes } = greeting;
    if (scopes.includes("repo") || scopes.includes("public_repo")) {
      return ok(name, `${examined.viewer} has the role ${role.toLowerCase()}: ${permission}.`);
    }
    const given = scopes.length === 0 ? "no scope" : `the scopes ${scopes.join(", ")}`;
    return fail(
      name,
      `The token has ${given}; needed is ${permission}.`,
      "Give it the scope repo (public_repo is enough for a public repository).",
    );
  }
  const kind = installation ? "workflow's or app's" : "fine-grained";
  return info(
    name,
    `Whether the token has ${permission} cannot be told for this kind of token (a ${kind} one).`,
    installation
      ? "Check permissions: in the workflow, or those of the app."
      : "Check the token's permissions in the settings of its owner.",
  );
}
