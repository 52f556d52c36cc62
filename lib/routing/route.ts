/**
 * Where an issue goes: by the first rule that matches, else by CODEOWNERS, else by the policy's default.
 * @module
 */

import { ownersOf, type OwnersRule } from "./codeowners.ts";
import type { RoutingPolicy } from "./routing_policy.ts";
import { type CompiledRule, matchRules, type RouteRule, type RoutingFacts } from "./rules.ts";

/** Where an issue goes, and why. */
export interface Route {
  /** Null for the default, and for owners that are no team of the policy. */
  readonly team: string | null;
  /** Why it goes there. */
  readonly rule: RouteRule;
  /** Team labels; empty when CODEOWNERS named people only. */
  readonly labels: readonly string[];
  /** Logins without `@`; teams are left out, since GitHub cannot assign them. */
  readonly assignees: readonly string[];
  /** Steps by which its priority is raised; 0 for none. */
  readonly priority_boost: number;
}

/** The route of an issue with these facts. */
export function routeOf(
  facts: RoutingFacts,
  context: {
    readonly policy: RoutingPolicy;
    readonly rules: readonly CompiledRule[];
    readonly owners: readonly OwnersRule[];
  },
): Route {
  const match = matchRules(facts, context.rules);
  if (match !== null) return toTeam(match.team, match.rule, context.policy);
  return ownedRoute(facts.paths, context) ?? {
    team: null,
    rule: { type: "default", pattern: null, matched_text: null },
    labels: context.policy.default.labels,
    assignees: logins(context.policy.default.assignees),
    priority_boost: 0,
  };
}

/** By the first mentioned path whose owners are a team of the policy or people. */
function ownedRoute(
  paths: readonly string[],
  { policy, owners }: { policy: RoutingPolicy; owners: readonly OwnersRule[] },
): Route | null {
  if (owners.length === 0) return null;
  for (const path of paths) {
    const owned = ownersOf(path, owners);
    if (owned === null) continue;
    const rule = { type: "codeowners", pattern: owned.pattern, matched_text: path } as const;
    const people = logins(owned.owners.filter((owner) => /^@[^/]+$/.test(owner)));
    const team = owned.owners.map((owner) => teamNamed(owner, policy)).find((name) =>
      name !== null
    );
    if (team !== undefined) {
      const route = toTeam(team, rule, policy);
      return { ...route, assignees: unique([...route.assignees, ...people]) };
    }
    if (people.length > 0) {
      return { team: null, rule, labels: [], assignees: people, priority_boost: 0 };
    }
  }
  return null;
}

/** The policy's team with the name of `@org/team`, in any case; null when there is none. */
function teamNamed(owner: string, policy: RoutingPolicy): string | null {
  const [, slug] = /^@[^/]+\/([^/]+)$/.exec(owner) ?? [];
  if (slug === undefined) return null;
  const wanted = slug.toLowerCase();
  return Object.keys(policy.teams).find((name) => name.toLowerCase() === wanted) ?? null;
}

function toTeam(name: string, rule: RouteRule, { teams }: RoutingPolicy): Route {
  const team = teams[name];
  return {
    team: name,
    rule,
    labels: team?.labels ?? [],
    assignees: logins(team?.assignees ?? []),
    priority_boost: Number(team?.priority_boost ?? 0),
  };
}

function logins(names: readonly string[]): string[] {
  return unique(
    names.map((name) => name.trim().replace(/^@/, "")).filter((name) => /^[^\s/@]+$/.test(name)),
  );
}

function unique(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}
